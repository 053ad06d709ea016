namespace Seedance.Emulator.Durable;

internal sealed record InstancePage(IReadOnlyList<InstanceState> States, string? ContinuationToken);
