using System.Globalization;
using Microsoft.Extensions.Options;
using Seedance.Functions.Settings;
using Seedance.Functions.Tasks;
using Seedance.Signing;

namespace Seedance.Functions.Videos;

/// <summary>
/// The permanent links to finished videos. Signed ones open without a key, as clients of the providers expect of a result link;
/// the signature carries the client's name, since it is what finds the record.
/// </summary>
public sealed class VideoLinks(IOptions<SeedanceOptions> options)
{
    private readonly byte[]? _key = options.Value is { SignedLinks: true, LinkKey: { Length: > 0 } key } ? Convert.FromBase64String(key) : null;

    /// <summary>The link to a task's first video.</summary>
    public string To(TaskRecord record) => To(record, null);

    /// <summary>The links to all videos of a task, in the provider's order.</summary>
    public IReadOnlyList<string> ToAll(TaskRecord record)
        => [To(record), .. Enumerable.Range(2, record.MoreVideos.Count).Select(number => To(record, Number(number)))];

    /// <summary>The link to a task's last frame.</summary>
    public string ToLastFrame(TaskRecord record) => To(record, $"part={StoredPart.LastFrame}");

    /// <summary>The links to all videos of a task for whoever has the client's key, in the provider's order.</summary>
    public static IReadOnlyList<string> AllWithoutSignature(TaskRecord record)
        => [PlainLink(record), .. Enumerable.Range(2, record.MoreVideos.Count).Select(number => $"{PlainLink(record)}?{Number(number)}")];

    /// <summary>The client whose signature it is, or null when there is none or it is not one of ours.</summary>
    public string? ClientOf(string taskId, string? signature)
        => _key is null || string.IsNullOrEmpty(signature) ? null : LinkSignature.Verify(signature, taskId, _key);

    private static string PlainLink(TaskRecord record) => $"{record.LinkBase}/v1/videos/{record.Id}/content";

    private static string Number(int number) => string.Create(CultureInfo.InvariantCulture, $"n={number}");

    private string To(TaskRecord record, string? part)
    {
        var link = PlainLink(record);
        var signature = _key is null ? null : $"sig={LinkSignature.Create(_key, record.Client, record.Id.ToString())}";
        var query = string.Join('&', new[] { signature, part }.Where(word => word is not null));
        return query.Length == 0 ? link : $"{link}?{query}";
    }
}
