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
        context.Journal().Faults = faults.Names;
        if (faults.Has(FaultKind.Delay, out var delay))
            await Task.Delay(delay.Seconds("seconds", 1), time, context.RequestAborted);
        if (faults.Has(FaultKind.Drop))
            Responses.Drop(context);
        else if (faults.Has(FaultKind.Status))
            await Responses.FailAsync(context, task.Submission.Provider, faults);
        else if (faults.Has(FaultKind.Expired) || !links.IsAlive(request))
            await Responses.WriteAsync(context, StatusCodes.Status403Forbidden, "application/xml", ExpiredBody, FaultSet.None);
        else if (faults.Has(FaultKind.Html, out var html))
            await Responses.WriteAsync(context, (int)html.Number("status", 200), Responses.Html, Responses.HtmlPage, FaultSet.None);
        else if (faults.Has(FaultKind.Empty, out var empty))
            await Responses.WriteAsync(context, (int)empty.Number("status", 200), Mp4, "", FaultSet.None);
        else if (faults.Has(FaultKind.Redirect, out var redirect) && !request.Query.ContainsKey("redirected"))
            context.Response.Redirect(redirect.Word("location") ?? request.Path + request.QueryString.Add("redirected", "1"));
        else if (faults.Has(FaultKind.Endless))
            await SendForEverAsync(context);
        else
            await SendAsync(context, task, faults);
    }

    /// <summary>The last frame of a task's video: always the same small picture.</summary>
    public async Task HandleLastFrameAsync(HttpContext context)
    {
        if (Find(context) is null)
            return;
        if (links.IsAlive(context.Request))
            await Results.Bytes(LastFrame, "image/png").ExecuteAsync(context);
        else
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
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
        if (faults.Has(FaultKind.NoLength))
        {
            context.Response.ContentType = Mp4;
            await stream.CopyToAsync(context.Response.Body, context.RequestAborted);
            return;
        }

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
