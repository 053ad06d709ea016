namespace Seedance.EndToEnd.Tests.Calling;

internal sealed record Violation(string? Param, string Code, string Message);
