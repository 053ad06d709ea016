namespace Seedance.Simulator.Videos;

internal static class SampleVideo
{
    public static byte[] Bytes { get; } = Load();

    private static byte[] Load()
    {
        using var resource = typeof(SampleVideo).Assembly.GetManifestResourceStream("sample.mp4")!;
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }
}
