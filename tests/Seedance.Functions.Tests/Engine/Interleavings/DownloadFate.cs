namespace Seedance.Functions.Tests.Engine.Interleavings;

/// <summary>What a download comes to.</summary>
internal enum DownloadFate
{
    Html,
    Forbidden,
    ServerError,
    CutShort,
    Reset,
}
