using System.Net.Http.Headers;

namespace Seedance.Functions.Activities;

/// <summary>Asks a provider's link for the whole video or for the rest of it. What comes of the connection itself are exceptions.</summary>
internal sealed class VideoDownload(HttpClient client, Uri link, DownloadClock clock) : IDisposable
{
    public Uri Link => link;

    /// <summary>Asks for the whole.</summary>
    public Task<DownloadReply> WholeAsync() => SendAsync(null, null);

    /// <summary>
    /// Asks for the rest of that version; if it is no longer there, or the server gives another part than was asked for, the answer is
    /// the whole of what is there.
    /// </summary>
    public async Task<DownloadReply> RestAsync(SourceVersion version, long from)
    {
        var reply = await SendAsync(new RangeHeaderValue(from, null), version);
        return reply is DownloadReply.WrongPart ? await WholeAsync() : reply;
    }

    /// <summary>Asks for one byte, to learn which version there is without loading it.</summary>
    public Task<DownloadReply> FirstByteAsync() => SendAsync(new RangeHeaderValue(0, 0), null);

    public void Dispose() => client.Dispose();

    private async Task<DownloadReply> SendAsync(RangeHeaderValue? range, SourceVersion? version)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, link);
        // Nobody decodes here, and a part of what is encoded is no part of the video.
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
        request.Headers.Range = range;
        request.Headers.IfRange = version?.Validator;
        clock.Wait();
        var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, clock.Token);
        clock.Wait();
        var reply = Read(answer, range, version);
        if (reply is not DownloadReply.Content) answer.Dispose();
        return reply;
    }

    private static DownloadReply Read(HttpResponseMessage answer, RangeHeaderValue? range, SourceVersion? version)
    {
        var from = range?.Ranges.Single().From;
        return answer.StatusCode switch
        {
            HttpStatusCode.OK => new DownloadReply.Content(answer, SourceVersion.Of(answer)),
            HttpStatusCode.PartialContent when from is not null
                => answer.Content.Headers.ContentRange?.From == from && (version?.CanBe(answer) ?? true)
                    ? new DownloadReply.Content(answer, version ?? SourceVersion.Of(answer))
                    : new DownloadReply.WrongPart(),
            // It may be the range alone that the server does not take.
            HttpStatusCode.BadRequest or HttpStatusCode.PreconditionFailed or HttpStatusCode.NotImplemented when from is not null
                => new DownloadReply.WrongPart(),
            HttpStatusCode.RequestedRangeNotSatisfiable when from is not null
                => new DownloadReply.Nothing(answer.Content.Headers.ContentRange?.Length),
            HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.Gone
                => Refused(FailureCodes.VideoLinkExpired, $"The provider's link answered {(int)answer.StatusCode}."),
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest and not HttpStatusCode.NotModified
                => Refused(FailureCodes.VideoLinkRedirected, $"The provider's link redirects ({(int)answer.StatusCode}), which is not followed."),
            _ => Refused(FailureCodes.VideoDownloadFailed, $"The provider's link answered {(int)answer.StatusCode}."),
        };
    }

    private static DownloadReply.Refused Refused(string code, string message) => new(TaskFailure.Of(code, message));
}
