using System.Net;

namespace Seedance.Functions.Tests.Activities;

/// <summary>What a provider's link may give.</summary>
internal static class VideoDownloads
{
    public static byte[] Mp4(int length)
    {
        var bytes = new byte[length];
        for (var at = 0; at < length; at++) bytes[at] = (byte)(at * 31);
        "\0\0\0\u0018ftypisom"u8.CopyTo(bytes);
        return bytes;
    }

    public static HttpResponseMessage Of(byte[] content, long? promised = null)
    {
        var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new MemoryStream(content)) };
        response.Content.Headers.ContentLength = promised ?? content.Length;
        return response;
    }

    public static HttpResponseMessage WithoutLength(Stream content)
        => new(HttpStatusCode.OK) { Content = new StreamContent(content) };

    /// <summary>Boxes one after the other, of these types and lengths.</summary>
    public static byte[] Boxes(params (string Type, int Length)[] boxes) => [.. boxes.SelectMany(box =>
    {
        var bytes = new byte[box.Length];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bytes, box.Length);
        System.Text.Encoding.ASCII.GetBytes(box.Type).CopyTo(bytes, 4);
        return bytes;
    })];
}
