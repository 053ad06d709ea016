using Seedance.Functions.Options;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Contracts;

/// <summary>
/// The permanent links to finished videos. Signed ones open without a key, as clients of the providers expect of a result link;
/// the signature carries the client's name, which finds the record.
/// </summary>
public sealed class VideoLinks(IOptions<SeedanceOptions> options)
{
    private const string LastFrame = "last_frame";

    private readonly byte[]? _key = options.Value is { SignedLinks: true, LinkKey: { Length: > 0 } key }
        ? Convert.FromBase64String(key)
        : null;
    public string To(TaskRecord record) => Signed(record, null);
    public IReadOnlyList<string> ToAll(TaskRecord record) => [.. NumbersOf(record).Select(number => Signed(record, number))];

    /// <summary>As <see cref="ToAll"/>, for callers that send the client's key.</summary>
    public static IReadOnlyList<string> ToAllWithoutSignature(TaskRecord record)
        => [.. NumbersOf(record).Select(number => Link(record, number))];

    public string ToLastFrame(TaskRecord record) => Signed(record, $"part={LastFrame}");

    /// <summary>The client whose signature it is, or null when there is none or it is not valid.</summary>
    public string? ClientOf(string taskId, string? signature)
        => _key is null || string.IsNullOrEmpty(signature) ? null : LinkSignature.Verify(signature, taskId, _key);

    /// <summary>The blob that a link means, the first video's unless its query says otherwise; null where there is none.</summary>
    /// <param name="number">The query's <c>n</c>: which of several videos, from 1.</param>
    /// <param name="part">The query's <c>part</c>: <c>last_frame</c>, or absent for a video.</param>
    public static string? BlobOf(TaskRecord record, string? number, string? part)
    {
        if (part is not null) return part == LastFrame && number is null ? record.LastFrame?.Blob : null;
        if (number is null) return record.Video?.Blob;
        if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var wanted) || wanted < 1) return null;
        return wanted == 1 ? record.Video?.Blob : record.MoreVideos.ElementAtOrDefault(wanted - 2)?.Blob;
    }

    private string Signed(TaskRecord record, string? part)
        => Link(record, _key is null ? null : $"sig={LinkSignature.Create(_key, record.Client, record.Id.ToString())}", part);

    private static string Link(TaskRecord record, params IEnumerable<string?> query)
    {
        var words = string.Join('&', query.Where(word => word is not null));
        return $"{record.LinkBase}/v1/videos/{record.Id}/content{(words.Length == 0 ? "" : "?")}{words}";
    }

    private static IEnumerable<string?> NumbersOf(TaskRecord record)
        => record.MoreVideos.Select((_, index) => string.Create(CultureInfo.InvariantCulture, $"n={index + 2}")).Prepend(null);
}
