namespace Seedance.Benchmarks.Soak;

internal sealed record SoakError(string Code, string Message);
