using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Azure;
using Azure.Core;

namespace Seedance.Emulator.Tables;

/// <summary>The answer to one operation of a transaction: an HTTP response written inside a multipart body.</summary>
internal sealed class BatchPart(int status, string reason, string clientRequestId) : Response
{
    private const string StatusLine = "HTTP/1.1 ";

    private readonly List<HttpHeader> _headers = [];

    public override int Status => status;

    public override string ReasonPhrase => reason;

    public override Stream? ContentStream { get; set; }

    public override string ClientRequestId { get; set; } = clientRequestId;

    public static List<BatchPart> ReadAll(string multipart, string clientRequestId)
    {
        var parts = new List<BatchPart>();
        var lines = multipart.Split('\n').Select(line => line.TrimEnd('\r')).ToArray();
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith(StatusLine, StringComparison.Ordinal))
                continue;
            var status = lines[i][StatusLine.Length..].Split(' ', 2);
            var part = new BatchPart(int.Parse(status[0], CultureInfo.InvariantCulture), status.ElementAtOrDefault(1) ?? "", clientRequestId);
            for (i++; i < lines.Length && lines[i].IndexOf(':', StringComparison.Ordinal) is var colon and > 0; i++)
                part._headers.Add(new(lines[i][..colon], lines[i][(colon + 1)..].Trim()));
            var body = new StringBuilder();
            for (i++; i < lines.Length && !IsBoundary(lines[i]); i++)
                body.Append(lines[i]);
            part.ContentStream = new MemoryStream(Encoding.UTF8.GetBytes(body.ToString()));
            parts.Add(part);
        }
        return parts;
    }

    public override void Dispose() => ContentStream?.Dispose();

    protected override bool ContainsHeader(string name) => TryGetHeader(name, out _);

    protected override IEnumerable<HttpHeader> EnumerateHeaders() => _headers;

    protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value)
    {
        value = TryGetHeaderValues(name, out var values) ? string.Join(',', values) : null;
        return value is not null;
    }

    protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
    {
        values = _headers.Where(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value).ToArray();
        return values.Any();
    }

    private static bool IsBoundary(string line) =>
        line.StartsWith("--changesetresponse_", StringComparison.Ordinal) || line.StartsWith("--batchresponse_", StringComparison.Ordinal);
}
