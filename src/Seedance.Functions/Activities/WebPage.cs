namespace Seedance.Functions.Activities;

/// <summary>Tells a web page, which some hosts send with status 200 when they mean an error.</summary>
internal static class WebPage
{
    /// <summary>True when it is called HTML, or begins with a tag as HTML and XML do.</summary>
    public static bool IsOne(string? mediaType, ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("\uFEFF"u8)) head = head[3..];
        return mediaType is "text/html" or "application/xhtml+xml" || head.TrimStart(" \t\r\n"u8).StartsWith("<"u8);
    }
}
