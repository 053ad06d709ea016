using System.Text.RegularExpressions;
using Seedance.EndToEnd.Tests.CrashMatrix;

namespace Seedance.Benchmarks.Costs;

/// <summary>What one step did at the storage account of records and videos, in the classes that Azure bills.</summary>
internal sealed record Operations(int TableReads, int TableQueries, int TableWrites, int TableBatches, int BlobReads, int BlobWrites, int BlobOthers)
{
    public int All => TableReads + TableQueries + TableWrites + TableBatches + BlobReads + BlobWrites + BlobOthers;

    public static Operations Of(IReadOnlyList<WireRequest> requests) => new(
        requests.Count(request => IsTable(request) && request.Method == "GET" && IsPoint(request)),
        requests.Count(request => IsTable(request) && request.Method == "GET" && !IsPoint(request)),
        requests.Count(request => IsTable(request) && request.IsWrite && !IsBatch(request)),
        requests.Count(request => IsTable(request) && IsBatch(request)),
        requests.Count(request => !IsTable(request) && !request.IsWrite && !IsBlockList(request)),
        requests.Count(request => !IsTable(request) && request.Method == "PUT"),
        requests.Count(request => !IsTable(request) && (request.IsWrite ? request.Method != "PUT" : IsBlockList(request))));

    public override string ToString()
        => $"{All,3} = table {TableReads} reads, {TableQueries} queries, {TableWrites} writes, {TableBatches} transactions; "
            + $"blob {BlobReads} reads, {BlobWrites} writes, {BlobOthers} others";

    /// <summary>Each request in short, for whoever wants to know which they are.</summary>
    public static string Name(WireRequest request)
    {
        var path = request.Path.Split('/', 3)[^1];
        return $"{request.Wire} {request.Method} {Keys(path)}{(request.Query.Contains("comp=", StringComparison.Ordinal) ? request.Query.Split('&')[0] : "")}";
    }

    private static string Keys(string path) => Regex.Replace(path, @"\(.*\)|/.*", "(...)");

    private static bool IsTable(WireRequest request) => request.Wire == Wires.Table;

    private static bool IsBatch(WireRequest request) => request.Path.EndsWith("/$batch", StringComparison.Ordinal);

    private static bool IsPoint(WireRequest request) => request.Path.Contains("RowKey=", StringComparison.Ordinal);

    private static bool IsBlockList(WireRequest request) => request.Query.Contains("comp=blocklist", StringComparison.Ordinal) && request.Method == "GET";
}
