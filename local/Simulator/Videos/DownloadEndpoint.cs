using System.Text;
using Microsoft.Net.Http.Headers;
using Seedance.Simulator.Faults;
using Seedance.Simulator.Journal;
using Seedance.Simulator.Tasks;

namespace Seedance.Simulator.Videos;

internal sealed class DownloadEndpoint(TaskStore tasks, FaultRules rules, ResultLinks links, TimeProvider time)
{
    private const string ContentType = "video/mp4";
    // One grey pixel.
    private static readonly byte[] LastFrame = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==");

    private const string ExpiredBody = "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>";

    public async Task HandleAsync(HttpContext context, string id)
    {
        var entry = context.Journal();
        entry.TaskId = id;
        if (!tasks.TryGet(id, out var task) || task.At(time.GetUtcNow()).State != TaskState.Completed)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        entry.Provider = task.Contract.Provider;
        var isFirst = HttpMethods.IsGet(context.Request.Method) && task.CountDownload() == 1;
        var faults = rules.Take(
            task.At(FaultPoint.Download),
            name => name != FaultCatalogue.BrokenOnce || isFirst);
        entry.Faults = faults.Names;
        if (faults.Has(FaultCatalogue.Delay, out var delay))
            await Task.Delay(delay.Seconds("seconds", 1), time, context.RequestAborted);
        if (faults.Has(FaultCatalogue.Drop))
            Answer.Drop(context);
        else if (faults.Has(FaultCatalogue.Status))
            await StatusFault.WriteAsync(context, task.Contract, faults);
        else if (faults.Has(FaultCatalogue.Expired) || !links.IsAlive(task, context.Request))
            await WriteAsync(context, StatusCodes.Status403Forbidden, "application/xml", ExpiredBody);
        else if (faults.Has(FaultCatalogue.Html, out var html))
            await WriteAsync(context, (int)html.Long("status", 200), "text/html; charset=utf-8", Answer.HtmlPage);
        else if (faults.Has(FaultCatalogue.Empty, out var empty))
            await WriteAsync(context, (int)empty.Long("status", 200), ContentType, "");
        else if (faults.Has(FaultCatalogue.Redirect, out var redirect) && !context.Request.Query.ContainsKey("redirected"))
            context.Response.Redirect(redirect.Text("location", context.Request.Path + context.Request.QueryString.Add("redirected", "1")));
        else if (faults.Has(FaultCatalogue.Endless))
            await WriteForEverAsync(context);
        else
            await SendAsync(context, task, faults);
    }

    private async Task SendAsync(HttpContext context, GenerationTask task, FaultSet faults)
    {
        // The second of two results is another video.
        var video = new VideoStream(context.Request.Query.ContainsKey("copy") ? $"{task.Id}-2" : task.Id, task.Plan.VideoBytes);
        if (faults.Has(FaultCatalogue.NoLength))
        {
            context.Response.ContentType = ContentType;
            await video.CopyToAsync(context.Response.Body, context.RequestAborted);
            return;
        }

        var tag = faults.Has(FaultCatalogue.EtagChanges) ? Guid.NewGuid().ToString("N") : $"{task.Id}-{video.Length}";
        var stream = new SentStream(faults.All.Count == 0 ? video : new FaultyStream(video, faults, time), context.Journal());
        await Results.Stream(
            stream,
            ContentType,
            lastModified: task.CreatedAt,
            entityTag: new EntityTagHeaderValue($"\"{tag}\""),
            enableRangeProcessing: !faults.Has(FaultCatalogue.NoRange)).ExecuteAsync(context);
    }

    /// <summary>The last frame of a task's video: always the same small picture.</summary>
    public async Task HandleLastFrameAsync(HttpContext context, string id)
    {
        context.Journal().TaskId = id;
        var isThere = tasks.TryGet(id, out var task) && task.At(time.GetUtcNow()).State == TaskState.Completed;
        if (!isThere || !links.IsAlive(task!, context.Request))
        {
            context.Response.StatusCode = isThere ? StatusCodes.Status403Forbidden : StatusCodes.Status404NotFound;
            return;
        }
        await Results.Bytes(LastFrame, "image/png").ExecuteAsync(context);
    }

    private static async Task WriteAsync(HttpContext context, int status, string type, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    private static async Task WriteForEverAsync(HttpContext context)
    {
        context.Response.ContentType = ContentType;
        var block = new byte[65536];
        SampleVideo.Bytes.AsSpan(0, 32).CopyTo(block);
        while (true)
            await context.Response.Body.WriteAsync(block, context.RequestAborted);
    }
}
