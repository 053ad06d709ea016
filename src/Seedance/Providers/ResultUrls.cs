namespace Seedance.Providers;

/// <summary>Finds the links to the finished video in the shapes that providers have been seen to use.</summary>
internal static class ResultUrls
{
    /// <summary>The links of the first of these members that holds one: a link, an object with one, or an array of either.</summary>
    public static IReadOnlyList<string> Of(JsonElement? task, IReadOnlyList<string> members)
    {
        var urls = new List<string>();
        foreach (var name in members)
        {
            Collect(task.Member(name), urls);
            if (urls.Count > 0) break;
        }
        return urls;
    }

    /// <summary><c>last_frame_url</c> of the task, or of its first member that has one.</summary>
    public static string? LastFrame(JsonElement? task)
        => new[] { task, task.Member("content"), task.Member("result"), task.Member("output") }
            .Select(holder => holder.Member("last_frame_url").Text()).FirstOrDefault(IsLink);

    private static void Collect(JsonElement? element, List<string> urls)
    {
        if (element is { ValueKind: JsonValueKind.Array } array)
        {
            foreach (var item in array.EnumerateArray()) Add(item, urls);
        }
        else
        {
            Add(element, urls);
        }
    }

    private static void Add(JsonElement? element, List<string> urls)
    {
        var text = (element is { ValueKind: JsonValueKind.String } ? element : element.Member("video_url") ?? element.Member("url")).Text();
        if (IsLink(text) && !urls.Contains(text!)) urls.Add(text!);
    }

    private static bool IsLink(string? text)
        => Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp);
}
