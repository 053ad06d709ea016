using System.IO.Compression;
using Microsoft.Net.Http.Headers;
using Seedance.Simulator.Faults;

namespace Seedance.Simulator.Videos;

internal sealed class DownloadEndpoint(TaskStore tasks, FaultRules rules, ResultLinks links, TimeProvider time)
{
    private const string Mp4 = "video/mp4";
    private const string ExpiredBody = "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>";

    // One grey pixel.
    private static readonly byte[] LastFrame = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==");

    public async Task HandleAsync(HttpContext context)
    {
        if (Find(context) is not { } task)
            return;
        var request = context.Request;
        var isFirst = HttpMethods.IsGet(request.Method) && task.CountDownload() == 1;
        var faults = rules.Take(FaultPoint.Download, task.Submission, task.Id, kind => kind != FaultKind.BrokenOnce || isFirst);
        if (await Responses.TryEndAsync(context, faults, time))
            return;
        if (faults.Has(FaultKind.Status))
            await Responses.FailAsync(context, task.Submission.Provider, faults);
        else if (faults.Has(FaultKind.Expired) || !links.IsAlive(request))
            await Responses.WriteAsync(context, StatusCodes.Status403Forbidden, "application/xml", ExpiredBody, FaultSet.None);
        else if (faults.Has(FaultKind.Html, out var html))
            await Responses.WriteAsync(context, (int)html.Number("status", 200), Responses.Html, Responses.HtmlPage, FaultSet.None);
        else if (faults.Has(FaultKind.Empty, out var empty))
            await Responses.WriteAsync(context, (int)empty.Number("status", 200), Mp4, "", FaultSet.None);
        else if (faults.Has(FaultKind.Redirect, out var redirect) && ResultLinks.Hops(request) < redirect.Number("hops", 1))
            context.Response.Redirect(redirect.Word("location") ?? ResultLinks.NextHop(request));
        else if (faults.Has(FaultKind.Endless))
            await SendForEverAsync(context);
        else
            await SendAsync(context, task, faults);
    }

    /// <summary>What lies beside a task's video: its last frame, always the same small picture, or a report.</summary>
    public async Task HandleOtherFileAsync(HttpContext context)
    {
        if (Find(context) is not { } task)
            return;
        if (!links.IsAlive(context.Request))
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
        else if (context.GetRouteValue("file") is "report.json")
            await Results.Json(new { id = task.Id, frames = 192 }).ExecuteAsync(context);
        else
            await Results.Bytes(LastFrame, "image/png").ExecuteAsync(context);
    }

    private SimulatorTask? Find(HttpContext context)
    {
        var entry = context.Journal();
        entry.TaskId = (string?)context.GetRouteValue("id");
        if (!tasks.TryGet(entry.TaskId, out var task) || task.State != TaskState.Completed)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return null;
        }

        entry.Provider = task.Provider;
        return task;
    }

    private async Task SendAsync(HttpContext context, SimulatorTask task, FaultSet faults)
    {
        // The second of two results is another video.
        var video = new Video(context.Request.Query.ContainsKey("copy") ? $"{task.Id}-2" : task.Id, task.VideoBytes);
        var stream = new DownloadStream(video, faults, context.Journal(), time);
        if (faults.Has(FaultKind.Gzip))
        {
            (context.Response.ContentType, context.Response.Headers.ContentEncoding) = (Mp4, "gzip");
            await using var zip = new GZipStream(context.Response.Body, CompressionLevel.Fastest);
            await stream.CopyToAsync(zip, context.RequestAborted);
            return;
        }

        if (faults.Has(FaultKind.NoLength))
        {
            context.Response.ContentType = Mp4;
            await stream.CopyToAsync(context.Response.Body, context.RequestAborted);
            return;
        }

        // As a server that answers with a part although nobody asked for one.
        if (faults.Has(FaultKind.Partial, out var partial) && context.Request.Headers.Range.Count == 0)
            context.Request.Headers.Range = $"bytes=0-{Math.Min(partial.Number("bytes", video.Length), video.Length) - 1}";

        var tag = faults.Has(FaultKind.EtagChanges) ? Guid.NewGuid().ToString("N") : $"{task.Id}-{video.Length}";
        await Results.Stream(
            stream,
            Mp4,
            lastModified: task.CreatedAt,
            entityTag: new EntityTagHeaderValue($"\"{tag}\""),
            enableRangeProcessing: !faults.Has(FaultKind.NoRange)).ExecuteAsync(context);
    }

    private static async Task SendForEverAsync(HttpContext context)
    {
        context.Response.ContentType = Mp4;
        var block = new byte[65536];
        Video.Head.CopyTo(block);
        while (true)
            await context.Response.Body.WriteAsync(block, context.RequestAborted);
    }
}
