using FsCheck;
using FsCheck.Fluent;

namespace Seedance.Tests.Providers;

/// <summary>What a provider or a relay may say of a task: the shape, the spelling and what else is in it are drawn.</summary>
/// <param name="Body">The JSON.</param>
/// <param name="Id">The task's id in it; null in one that names none.</param>
/// <param name="Video">The link to the video, or null in a task that still runs.</param>
public sealed record GeneratedAnswer(string Body, string? Id, string? Video)
{
    public override string ToString() => Body;
}

internal static class AnswerGenerator
{
    private const string Echoed = "https://in.example/clip.mp4";

    private static readonly string[] Done = ["completed", "SUCCESS", "done", " Finished", "Succeeded", "TASK_STATUS_SUCCEED"];
    private static readonly string[] Running = ["pending", "IN_PROGRESS", "queued", "Running ", "in-progress", "generating"];

    private static readonly string[] Places =
    [
        "results", "result", "result_data", "output", "video_url", "response", "content", "videos", "metadata", "resultUrls",
        "somewhere", "clip", "Asset-List", "href", "x",
    ];

    private static Gen<string> Texts { get; } = Gen.Elements("", "城市", "a\"b\\c", "\ud83d\ude00", "null", "[1", "{\"a\":", "https://in.example/", "0");

    private static Gen<object?> Leaves { get; } = Gen.OneOf(
        Texts.Select(text => (object?)text),
        Gen.Choose(-1, 600).Select(number => (object?)number),
        Gen.Elements<object?>(null, true, false, 1.5, Array.Empty<object>(), new Dictionary<string, object?>()));

    /// <summary>Members that repeat the request or say nothing of the task's end.</summary>
    private static Gen<KeyValuePair<string, object?>> Noise { get; } = Gen.OneOf(
        Gen.Elements("video_urls", "image_urls", "audio_urls", "callback_url", "inputVideo", "reference_videos")
            .Select(name => KeyValuePair.Create(name, (object?)new[] { Echoed })),
        Gen.Elements("input", "request", "params", "request_body")
            .Select(name => KeyValuePair.Create(name, (object?)new Dictionary<string, object?> { ["video_url"] = Echoed, ["results"] = Echoed })),
        Gen.Elements("content", "contents").Select(name => KeyValuePair.Create(
            name, (object?)new[] { new { type = "video_url", video_url = new { url = Echoed }, role = "reference_video" } })),
        from name in Gen.Elements("created", "model", "progress", "usage", "object", "n", "trace", "message", "thumbnail", "error")
        from value in Leaves
        select KeyValuePair.Create(name, value));

    private static Gen<string> Links { get; } =
        from host in Gen.Elements("cdn.example", "a-b.example:8443", "192.0.2.7")
        from path in Gen.Elements("v", "a/b/final%20cut", "城市", "video_1(2)")
        from extension in Gen.Elements(".mp4", ".MOV", ".Mp4")
        from query in Gen.Elements("", "?sig=a%2Bb&x=1", "?e=1,2")
        select $"https://{host}/{path}{extension}{query}";

    private static Gen<string> Ids { get; } = Gen.Choose(1, 512).Select(length => ("task-7" + new string('x', 512))[..Math.Max(length, 6)]);

    /// <summary>Finished tasks, their link somewhere in the answer.</summary>
    public static Arbitrary<GeneratedAnswer> Finished { get; } = (
        from link in Links
        from value in Nested(link)
        from answer in Around(Done, value)
        select answer with { Video = link }).ToArbitrary();

    /// <summary>Tasks that run, with echoes of the request, and some with a first link.</summary>
    public static Arbitrary<GeneratedAnswer> StillRunning { get; } = (
        from link in Links
        from value in Gen.OneOf(Gen.Constant<(string, object?)?>(null), Nested(link).Select(v => ((string, object?)?)v))
        from answer in Around(Running, value)
        select answer).ToArbitrary();

    /// <summary>Anything at all in place of a created task.</summary>
    public static Arbitrary<GeneratedAnswer> Created { get; } = Gen.OneOf(
        Around([.. Done, .. Running, "failed", "weird", ""], null),
        Noise.ListOf(4).Select(noise => new GeneratedAnswer(JsonSerializer.Serialize(ObjectOf(noise)), null, null)),
        Leaves.Select(leaf => new GeneratedAnswer(JsonSerializer.Serialize(leaf), null, null)),
        Texts.Select(text => new GeneratedAnswer(text, null, null)),
        from code in Gen.Elements<object>(0, 200, 400, 402, 429, 500, 503, 5001, "429", "INTERNAL_ERROR", "rate_limit_exceeded", "x")
        from name in Gen.Elements("code", "error", "errors", "status", "success")
        from said in Texts
        select new GeneratedAnswer(JsonSerializer.Serialize(new Dictionary<string, object?> { [name] = code, ["message"] = said }), null, null))
        .ToArbitrary();

    /// <summary>A link at the end of a few objects, arrays and texts that are JSON, under names that are known or not.</summary>
    private static Gen<(string Name, object? Value)?> Nested(string link) =>
        from depth in Gen.Choose(1, 12)
        from names in Gen.Elements(Places).ListOf(depth)
        from kinds in Gen.Choose(0, 3).ListOf(names.Count)
        let value = names.Skip(1).Zip(kinds).Aggregate((object?)link, (inner, step) => step.Second switch
        {
            0 => new object?[] { inner },
            1 => new object?[] { null, new Dictionary<string, object?> { [step.First] = inner, ["type"] = "video" } },
            2 when names.Count < 4 => JsonSerializer.Serialize(new Dictionary<string, object?> { [step.First] = inner }),
            _ => new Dictionary<string, object?> { ["cover"] = "https://cdn.example/c.jpg", [step.First] = inner },
        })
        select ((string, object?)?)(names[0], value);

    /// <summary>A task with an id and a status, in one of the envelopes, with noise around.</summary>
    private static Gen<GeneratedAnswer> Around(string[] words, (string Name, object? Value)? result) =>
        from id in Ids
        from idName in Gen.Elements("id", "task_id", "taskId")
        from word in Gen.Elements(words)
        from wordName in Gen.Elements("status", "task_status", "state")
        from noise in Noise.ListOf()
        from envelope in Gen.Choose(0, 4)
        let task = ObjectOf([.. noise, KeyValuePair.Create(idName, (object?)id), KeyValuePair.Create(wordName, (object?)word),
            .. result is { } member ? [KeyValuePair.Create(member.Name, member.Value)] : Array.Empty<KeyValuePair<string, object?>>()])
        let body = envelope switch
        {
            0 => (object)new { code = 200, message = "success", data = task },
            1 => new { success = true, data = new[] { task } },
            2 => new { status = "success", data = new { task } },
            3 => new[] { task },
            _ => task,
        }
        select new GeneratedAnswer(JsonSerializer.Serialize(body), id, null);

    private static Dictionary<string, object?> ObjectOf(IEnumerable<KeyValuePair<string, object?>> members)
    {
        var all = new Dictionary<string, object?>();
        foreach (var (name, value) in members) all[name] = value;
        return all;
    }
}
