namespace Seedance.EndToEnd.Tests.Calling;

internal sealed record TaskViewVideo(string Blob, long Bytes, string Sha256);
