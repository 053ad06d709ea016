namespace Seedance.Providers;

/// <summary>The configured providers.</summary>
public interface IVideoProviders
{
    /// <summary>The provider of this name.</summary>
    /// <exception cref="KeyNotFoundException">No such provider is configured.</exception>
    IVideoProvider Get(string name);
}
