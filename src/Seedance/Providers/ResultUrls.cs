using System.Text.Json;

namespace Seedance.Providers;

/// <summary>Finds the links to the finished video in the shapes that providers have been seen to use.</summary>
internal static class ResultUrls
{
    /// <summary>
    /// The first of these that holds a link: <c>results</c>, <c>result</c>, <c>result_data</c>, <c>output</c>, <c>video_url</c>,
    /// <c>url</c>; each a link, an object with one, or an array of either.
    /// </summary>
    public static IReadOnlyList<string> OfEvoLink(JsonElement? task) =>
        First(task, "results", "result", "result_data", "output", "video_url", "url");

    /// <summary>The first of these that holds a link: <c>response</c>, <c>video_url</c>, <c>output_url</c>.</summary>
    public static IReadOnlyList<string> OfSeedanceApi(JsonElement? data) => First(data, "response", "video_url", "output_url");

    /// <summary><c>last_frame_url</c> of the task, or of the first of these that has one: <c>content</c>, <c>result</c>, <c>output</c>.</summary>
    public static string? LastFrame(JsonElement? task)
    {
        foreach (var holder in new[] { task, task.Member("content"), task.Member("result"), task.Member("output") })
        {
            if (holder.Member("last_frame_url").Text() is { } text && IsLink(text)) return text;
        }
        return null;
    }

    private static List<string> First(JsonElement? parent, params ReadOnlySpan<string> names)
    {
        var urls = new List<string>();
        foreach (var name in names)
        {
            Collect(parent.Member(name), urls);
            if (urls.Count > 0)
                break;
        }
        return urls;
    }

    private static void Collect(JsonElement? element, List<string> urls)
    {
        if (element is { ValueKind: JsonValueKind.Array } array)
        {
            foreach (var item in array.EnumerateArray())
                Add(item, urls);
        }
        else
        {
            Add(element, urls);
        }
    }

    private static void Add(JsonElement? element, List<string> urls)
    {
        var text = (element is { ValueKind: JsonValueKind.String } ? element : element.Member("video_url") ?? element.Member("url")).Text();
        if (IsLink(text) && !urls.Contains(text!))
            urls.Add(text!);
    }

    private static bool IsLink(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp);
}
