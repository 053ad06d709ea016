namespace Seedance.EndToEnd.Tests.Calling;

internal sealed record TaskError(string Code, string Message, string Type, string? ProviderCode, IReadOnlyList<Violation>? Errors);
