namespace Seedance.Benchmarks.Soak;

internal sealed record SoakVideo(long Bytes, string Sha256);
