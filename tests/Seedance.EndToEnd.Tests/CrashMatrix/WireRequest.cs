namespace Seedance.EndToEnd.Tests.CrashMatrix;

/// <summary>A request of the app to its storage or its provider, as it passes a wire. The body is only kept where it is text.</summary>
internal sealed record WireRequest(string Wire, string Method, string Path, string Query, string Body)
{
    public bool IsWrite => Method is not ("GET" or "HEAD");

    /// <summary>Writes to a table whose name ends so, alone or in a transaction.</summary>
    public bool WritesTo(string table)
        => Wire == Wires.Table && IsWrite && (Path.EndsWith("/$batch", StringComparison.Ordinal) ? Body : Path).Contains(table, StringComparison.Ordinal);

    public bool Says(string fragment) => Body.Contains(fragment, StringComparison.Ordinal);

    public override string ToString() => $"{Wire} {Method} {Path}{Query} {Body[..Math.Min(Body.Length, 200)].ReplaceLineEndings(" ")}";
}
