using System.Collections.Frozen;

namespace Seedance.Providers;

/// <summary>The configured providers, by name.</summary>
public sealed class VideoProviders(IEnumerable<IVideoProvider> providers) : IVideoProviders
{
    private readonly FrozenDictionary<string, IVideoProvider> _byName =
        providers.ToFrozenDictionary(provider => provider.Name, StringComparer.Ordinal);

    /// <inheritdoc />
    public IVideoProvider Get(string name) =>
        _byName.TryGetValue(name, out var provider)
            ? provider
            : throw new KeyNotFoundException($"No provider named '{name}' is configured.");
}
