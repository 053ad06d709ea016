namespace Seedance.EndToEnd.Tests.Calling;

internal sealed record TaskViewResult(string VideoUrl);
