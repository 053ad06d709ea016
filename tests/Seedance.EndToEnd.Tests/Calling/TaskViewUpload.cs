namespace Seedance.EndToEnd.Tests.Calling;

internal sealed record TaskViewUpload(string Container, string Blob, string Etag, int? Index);
