namespace Seedance.Tests.Requests;

public sealed class ImageHeadTests
{
    private static readonly Dictionary<string, (byte[] Bytes, ImageFormat Format)> Samples = new()
    {
        ["png"] = (Pictures.Png(1024, 768), ImageFormat.Png),
        ["baseline jpeg"] = (Pictures.Jpeg(1024, 768), ImageFormat.Jpeg),
        ["progressive jpeg"] = (Pictures.Jpeg(1024, 768, Pictures.Progressive), ImageFormat.Jpeg),
        ["jpeg with EXIF of 60 KB"] = (Pictures.Jpeg(1024, 768, before: Pictures.Exif(60_000)), ImageFormat.Jpeg),
        ["jpeg with fill bytes"] = (Pictures.Jpeg(1024, 768, before: [[.. Enumerable.Repeat((byte)0xFF, 100)]]), ImageFormat.Jpeg),
        ["jpeg with a lone marker"] = (Pictures.Jpeg(1024, 768, before: [0xFF, 0x01]), ImageFormat.Jpeg),
        ["lossy webp"] = (Pictures.LossyWebp(1024 | 0x4000, 768 | 0xC000), ImageFormat.Webp),
        ["lossless webp"] = (Pictures.LosslessWebp(1024, 768), ImageFormat.Webp),
        ["extended webp"] = (Pictures.ExtendedWebp(1024, 768), ImageFormat.Webp),
    };

    public static TheoryData<string> Names => [.. Samples.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_picture_is_known_by_its_first_bytes(string name)
    {
        var (bytes, format) = Samples[name];
        var whole = new ImageResult.Recognised(format, 1024, 768);
        Assert.Equal(whole, ImageHead.Read(bytes, bytes.Length));
        for (var length = 0; length < bytes.Length; length++)
        {
            // A shorter head asks for more or says the same; a file that ends there is no picture or the same.
            if (ImageHead.Read(bytes.AsSpan(0, length), bytes.Length) is ImageResult.Incomplete incomplete)
                Assert.InRange(incomplete.BytesNeeded, length + 1, bytes.Length);
            else
                Assert.Equal(whole, ImageHead.Read(bytes.AsSpan(0, length), bytes.Length));
            Assert.True(ImageHead.Read(bytes.AsSpan(0, length), length) is var file && (file is ImageResult.NotAnImage || file == whole));
        }
    }

    [Fact]
    public void Reading_as_much_as_is_asked_for_ends_at_the_size()
    {
        var bytes = Pictures.Jpeg(4000, 3000, Pictures.Progressive, [.. Enumerable.Range(0, 50).Select(_ => Pictures.Exif(60_000))]);
        var (length, reads) = (ImageHead.FirstRead, 0);
        while (ImageHead.Read(bytes.AsSpan(0, length), bytes.Length) is ImageResult.Incomplete incomplete)
        {
            Assert.InRange(incomplete.BytesNeeded, length + 1, length + (2 * ImageHead.FirstRead));
            (length, reads) = ((int)incomplete.BytesNeeded, reads + 1);
        }

        Assert.Equal(new ImageResult.Recognised(ImageFormat.Jpeg, 4000, 3000), ImageHead.Read(bytes.AsSpan(0, length), bytes.Length));
        Assert.InRange(reads, 1, 110);
    }

    [Fact]
    public void Sizes_are_read_to_the_last_bit()
    {
        Assert.Equal(new ImageResult.Recognised(ImageFormat.Webp, 16_384, 16_383), Read(Pictures.LosslessWebp(16_384, 16_383)));
        Assert.Equal(new ImageResult.Recognised(ImageFormat.Webp, 1 << 24, 7), Read(Pictures.ExtendedWebp(1 << 24, 7)));
        Assert.Equal(new ImageResult.Recognised(ImageFormat.Jpeg, 65_535, 65_534), Read(Pictures.Jpeg(65_535, 65_534)));
        Assert.Equal(new ImageResult.Recognised(ImageFormat.Png, int.MaxValue, 8), Read(Pictures.Png(int.MaxValue, 8)));
    }

    public static TheoryData<string, byte[]> Damaged => new()
    {
        { "png without width", Pictures.Png(0, 5) },
        { "png with more than 31 bits", Pictures.Png(5, int.MinValue) },
        { "png whose first chunk is another", With(Pictures.Png(5, 5), 12, (byte)'C') },
        { "jpeg without height", Pictures.Jpeg(5, 0) },
        { "lossless jpeg", Pictures.Jpeg(5, 5, 0xC3) },
        { "jpeg whose segment has no length", Pictures.Jpeg(5, 5, before: [0xFF, 0xE2, 0, 1]) },
        { "jpeg that ends at once", Pictures.Jpeg(5, 5, before: [0xFF, 0xD9]) },
        { "jpeg with a scan before its frame", Pictures.Jpeg(5, 5, before: Pictures.Segment(0xDA, [1, 1, 0, 0, 63, 0])) },
        { "jpeg whose frame is too short", Pictures.Jpeg(5, 5, before: Pictures.Segment(0xC0, [8, 0, 5])) },
        { "webp without key frame", With(Pictures.LossyWebp(5, 5), 20, 1) },
        { "webp without start code", With(Pictures.LossyWebp(5, 5), 24, 0) },
        { "webp without width", Pictures.LossyWebp(0, 5) },
        { "webp of a later version", With(Pictures.LosslessWebp(5, 5), 24, 0x20) },
        { "webp without signature", With(Pictures.LosslessWebp(5, 5), 20, 0) },
        { "RIFF of sound", With(Pictures.LossyWebp(5, 5), 9, (byte)'A') },
        { "text", [.. "This is a text, whatever its name says."u8] },
        { "nothing", [] },
    };

    [Theory]
    [MemberData(nameof(Damaged))]
    public void What_no_decoder_would_read_is_no_picture(string what, byte[] bytes)
        => Assert.True(Read(bytes) is ImageResult.NotAnImage { Reason.Length: > 10 }, what);

    [Theory]
    [InlineData("GIF89a, and more of it", "a GIF")]
    [InlineData("%PDF-1.7 and more", "a PDF")]
    [InlineData("\0\0\0\u0020ftypheic\0\0\0\0", "a HEIC")]
    [InlineData("\0\0\0\u0020ftypisom\0\0\0\0", "a video")]
    public void What_people_upload_instead_is_named(string text, string name) => Assert.Equal(
        new ImageResult.NotAnImage($"The file is {name}; a picture must be a JPEG, PNG or WebP."), Read(Encoding.Latin1.GetBytes(text)));

    [Fact]
    public void Any_bytes_at_any_length_are_read_without_an_exception()
    {
        var (random, telling) = (new Random(20260210), new byte[] { 0x00, 0xFF, 0x80, 0xC0, 0xD8 });
        for (var file = 0; file < 5_000; file++)
        {
            var bytes = new byte[random.Next(1, 100)];
            random.NextBytes(bytes);
            if (file % 2 == 0) bytes = [.. Samples.Values.ElementAt(random.Next(Samples.Count)).Bytes.Take(200)];
            for (var changes = random.Next(1, 6); changes > 0; changes--)
                bytes[random.Next(bytes.Length)] = random.Next(2) == 0 ? (byte)random.Next(256) : telling[random.Next(telling.Length)];
            for (var length = 0; length <= bytes.Length; length++)
            {
                var size = bytes.Length + random.Next(1000);
                var result = ImageHead.Read(bytes.AsSpan(0, length), size);
                if (result is ImageResult.Incomplete incomplete) Assert.InRange(incomplete.BytesNeeded, length + 1, size);
                if (result is ImageResult.Recognised image) Assert.True(image is { Width: > 0, Height: > 0 });
            }
        }
    }

    private static byte[] With(byte[] bytes, int at, byte value)
    {
        bytes[at] = value;
        return bytes;
    }

    private static ImageResult Read(byte[] bytes) => ImageHead.Read(bytes, bytes.Length);
}
