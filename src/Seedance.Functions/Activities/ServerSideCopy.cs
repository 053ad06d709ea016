using Seedance.Functions.Options;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Activities;

/// <summary>
/// Lets Blob Storage fetch a video's blocks by itself (Put Block From URL), from hosts that the settings name. Blocks, not the whole
/// blob (Put Blob From URL): nothing may lie under the video's name before it is known to be one, and a block that is refused is
/// streamed while the others stand.
/// </summary>
public sealed partial class ServerSideCopy(VideoStore videos, IOptions<SeedanceOptions> options, ILogger<ServerSideCopy> logger)
{
    private const int AtOnce = 4;

    private readonly HostList _hosts = new(options.Value.Videos.ServerSideCopyHosts);

    /// <summary>True when the settings name the link's host.</summary>
    public bool Serves(Uri link) => _hosts.Names(link);

    /// <summary>Fetches what is missing as far as it goes. The first block that is refused ends it; the rest is left to be streamed.</summary>
    internal async Task FetchAsync(BlockUpload blocks, string name, Uri link, SourceVersion version, CancellationToken cancellationToken)
    {
        if (version is not { Length: { } length, Validator.EntityTag: { } tag }) return;
        await blocks.CompleteAsync();
        while (blocks.Position < length)
        {
            var ranges = Enumerable.Range(0, AtOnce)
                .Select(next => blocks.Position + ((long)next * BlockUpload.BlockBytes))
                .Where(from => from < length)
                .Select(from => new HttpRange(from, Math.Min(BlockUpload.BlockBytes, length - from)))
                .ToList();
            var fetched = await Task.WhenAll(ranges.Select((range, next) => IsFetchedAsync(
                name, blocks.IdOfFetched(blocks.Ids.Count + next).ToString(), link, range, new ETag(tag.ToString()), cancellationToken)));
            var whole = fetched.TakeWhile(one => one).Count();
            foreach (var range in ranges.Take(whole)) blocks.AddFetched((int)range.Length!.Value);
            if (whole < ranges.Count) return;
        }
    }

    private async Task<bool> IsFetchedAsync(
        string name, string blockId, Uri link, HttpRange range, ETag version, CancellationToken cancellationToken)
    {
        try
        {
            await videos.FetchAsync(name, blockId, link, range, version, cancellationToken);
            return true;
        }
        catch (RequestFailedException failure)
        {
            Log.Refused(logger, name, failure.Status, failure.ErrorCode);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Blob Storage does not fetch {Blob} by itself ({Status} {ErrorCode}); it is streamed.")]
        public static partial void Refused(ILogger logger, string blob, int status, string? errorCode);
    }
}
