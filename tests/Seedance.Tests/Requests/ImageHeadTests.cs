using System.Text;

namespace Seedance.Tests.Requests;

public sealed class ImageHeadTests
{
    public static TheoryData<string> Names => [.. Samples.Keys];

    private static Dictionary<string, (byte[] Bytes, ImageFormat Format)> Samples { get; } = new()
    {
        ["png"] = (Pictures.Png(1024, 768), ImageFormat.Png),
        ["baseline jpeg"] = (Pictures.Jpeg(1024, 768), ImageFormat.Jpeg),
        ["extended jpeg"] = (Pictures.Jpeg(1024, 768, 0xC1), ImageFormat.Jpeg),
        ["progressive jpeg"] = (Pictures.Jpeg(1024, 768, Pictures.Progressive), ImageFormat.Jpeg),
        ["jpeg with EXIF of 60 KB"] = (Pictures.Jpeg(1024, 768, before: Pictures.Exif(60_000)), ImageFormat.Jpeg),
        ["jpeg with fill bytes"] = (Pictures.Jpeg(1024, 768, before: [[.. Enumerable.Repeat((byte)0xFF, 100)]]), ImageFormat.Jpeg),
        ["jpeg with a lone marker"] = (Pictures.Jpeg(1024, 768, before: [0xFF, 0x01]), ImageFormat.Jpeg),
        ["lossy webp"] = (Pictures.LossyWebp(1024, 768), ImageFormat.Webp),
        ["lossless webp"] = (Pictures.LosslessWebp(1024, 768), ImageFormat.Webp),
        ["extended webp"] = (Pictures.ExtendedWebp(1024, 768), ImageFormat.Webp),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void A_picture_is_known_by_its_first_bytes(string name)
    {
        var (bytes, format) = Samples[name];

        Assert.Equal(new ImageResult.Recognised(format, 1024, 768), ImageHead.Read(bytes, bytes.Length));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_shorter_head_asks_for_more_until_it_says_the_same(string name)
    {
        var (bytes, format) = Samples[name];
        for (var length = 0; length < bytes.Length; length++)
        {
            var reading = ImageHead.Read(bytes.AsSpan(0, length), bytes.Length);

            if (reading is ImageResult.Incomplete incomplete)
                Assert.InRange(incomplete.BytesNeeded, length + 1, bytes.Length);
            else
                Assert.Equal(new ImageResult.Recognised(format, 1024, 768), reading);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Reading_as_much_as_is_asked_for_ends_at_the_size(string name)
    {
        var (bytes, _) = Samples[name];
        var (length, reads) = (1L, 0);
        while (ImageHead.Read(bytes.AsSpan(0, (int)length), bytes.Length) is ImageResult.Incomplete incomplete)
        {
            length = incomplete.BytesNeeded;
            reads++;
        }

        Assert.IsType<ImageResult.Recognised>(ImageHead.Read(bytes.AsSpan(0, (int)length), bytes.Length));
        Assert.InRange(reads, 1, 110);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_file_that_ends_too_early_is_no_picture(string name)
    {
        var (bytes, format) = Samples[name];
        for (var length = 0; length < bytes.Length; length++)
        {
            var reading = ImageHead.Read(bytes.AsSpan(0, length), length);

            if (reading is not ImageResult.NotAnImage)
                Assert.Equal(new ImageResult.Recognised(format, 1024, 768), reading);
        }
    }

    [Fact]
    public void A_jpeg_may_carry_more_in_front_than_the_first_read()
    {
        var bytes = Pictures.Jpeg(4000, 3000, Pictures.Progressive, [.. Enumerable.Range(0, 50).Select(_ => Pictures.Exif(60_000))]);

        var first = Assert.IsType<ImageResult.Incomplete>(ImageHead.Read(bytes.AsSpan(0, ImageHead.FirstRead), bytes.Length));

        Assert.InRange(first.BytesNeeded, ImageHead.FirstRead + 1, 3 * ImageHead.FirstRead);
        Assert.Equal(new ImageResult.Recognised(ImageFormat.Jpeg, 4000, 3000), ImageHead.Read(bytes, bytes.Length));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(16_383, 16_383)]
    [InlineData(16_384, 1)]
    public void Sizes_are_read_to_the_last_bit(int width, int height)
    {
        Assert.Equal(new ImageResult.Recognised(ImageFormat.Webp, width, height), Read(Pictures.LosslessWebp(width, height)));
        Assert.Equal(new ImageResult.Recognised(ImageFormat.Webp, 1 << 24, 7), Read(Pictures.ExtendedWebp(1 << 24, 7)));
        Assert.Equal(new ImageResult.Recognised(ImageFormat.Jpeg, 65_535, 65_534), Read(Pictures.Jpeg(65_535, 65_534)));
        Assert.Equal(new ImageResult.Recognised(ImageFormat.Png, int.MaxValue, 8), Read(Pictures.Png(int.MaxValue, 8)));
    }

    [Fact]
    public void The_scaling_bits_of_a_lossy_webp_are_no_part_of_its_size() =>
        Assert.Equal(new ImageResult.Recognised(ImageFormat.Webp, 1024, 768), Read(Pictures.LossyWebp(1024 | 0x4000, 768 | 0xC000)));

    public static TheoryData<string, byte[]> Damaged => new()
    {
        { "png without width", Pictures.Png(0, 5) },
        { "png with more than 31 bits", Pictures.Png(5, int.MinValue) },
        { "png whose first chunk is another", With(Pictures.Png(5, 5), 12, (byte)'C') },
        { "jpeg without height", Pictures.Jpeg(5, 0) },
        { "jpeg without width", Pictures.Jpeg(0, 5) },
        { "lossless jpeg", Pictures.Jpeg(5, 5, 0xC3) },
        { "hierarchical jpeg", Pictures.Jpeg(5, 5, 0xDE) },
        { "jpeg whose segment has no length", Pictures.Jpeg(5, 5, before: [0xFF, 0xE2, 0, 1]) },
        { "jpeg that ends at once", Pictures.Jpeg(5, 5, before: [0xFF, 0xD9]) },
        { "jpeg that begins twice", Pictures.Jpeg(5, 5, before: [0xFF, 0xD8]) },
        { "jpeg with a scan before its frame", Pictures.Jpeg(5, 5, before: Pictures.Segment(0xDA, [1, 1, 0, 0, 63, 0])) },
        { "jpeg with bytes between segments", Pictures.Jpeg(5, 5, before: [7, 7]) },
        { "jpeg whose frame is too short", Pictures.Jpeg(5, 5, before: Pictures.Segment(0xC0, [8, 0, 5])) },
        { "webp without key frame", With(Pictures.LossyWebp(5, 5), 20, 1) },
        { "webp without start code", With(Pictures.LossyWebp(5, 5), 24, 0) },
        { "webp without width", Pictures.LossyWebp(0, 5) },
        { "webp of a later version", With(Pictures.LosslessWebp(5, 5), 24, 0x20) },
        { "webp without signature", With(Pictures.LosslessWebp(5, 5), 20, 0) },
        { "webp with another first chunk", With(Pictures.LossyWebp(5, 5), 14, (byte)'9') },
        { "RIFF of sound", With(Pictures.LossyWebp(5, 5), 9, (byte)'A') },
        { "text", Encoding.UTF8.GetBytes("This is a text, whatever its name says.") },
        { "zeros", new byte[100] },
        { "nothing", [] },
    };

    [Theory]
    [MemberData(nameof(Damaged))]
    public void What_no_decoder_would_read_is_no_picture(string what, byte[] bytes) =>
        Assert.True(Read(bytes) is ImageResult.NotAnImage { Reason.Length: > 10 }, what);

    [Theory]
    [InlineData("GIF89a, and more of it", "a GIF")]
    [InlineData("BM and more of it", "a BMP")]
    [InlineData("II*\0and more of it", "a TIFF")]
    [InlineData("%PDF-1.7 and more", "a PDF")]
    [InlineData("\0\0\0\u0020ftypheic\0\0\0\0", "a HEIC")]
    [InlineData("\0\0\0\u0020ftypavif\0\0\0\0", "an AVIF")]
    [InlineData("\0\0\0\u0020ftypisom\0\0\0\0", "a video")]
    public void What_people_upload_instead_is_named(string text, string name) => Assert.Equal(
        new ImageResult.NotAnImage($"The file is {name}; a picture must be a JPEG, PNG or WebP."), Read(Encoding.Latin1.GetBytes(text)));

    private static byte[] With(byte[] bytes, int at, byte value)
    {
        bytes[at] = value;
        return bytes;
    }

    private static ImageResult Read(byte[] bytes) => ImageHead.Read(bytes, bytes.Length);
}

/// <summary>Bytes as they come, and real heads with some bytes changed: read without an exception, at any length.</summary>
public sealed class ImageHeadFuzzTests
{
    private static readonly byte[][] Heads =
    [
        Pictures.Png(640, 480), Pictures.Jpeg(640, 480), Pictures.Jpeg(640, 480, Pictures.Progressive, Pictures.Exif(50)),
        Pictures.LossyWebp(640, 480), Pictures.LosslessWebp(640, 480), Pictures.ExtendedWebp(640, 480),
    ];

    private static readonly byte?[] Values = [0x00, 0xFF, 0x80, 0xC0, 0xD8, null];

    [Fact]
    public void Whatever_the_bytes_are()
    {
        var random = new Random(20260210);
        for (var file = 0; file < 20_000; file++)
        {
            var bytes = new byte[random.Next(100)];
            random.NextBytes(bytes);

            Check(bytes, bytes.Length + random.Next(1000));
        }
    }

    [Fact]
    public void Whatever_is_changed()
    {
        var random = new Random(20260211);
        for (var file = 0; file < 3_000; file++)
        {
            var bytes = Heads[random.Next(Heads.Length)].ToArray();
            for (var changes = random.Next(1, 6); changes > 0; changes--)
                bytes[random.Next(bytes.Length)] = Values[random.Next(Values.Length)] ?? (byte)random.Next(256);

            for (var length = 0; length <= bytes.Length; length++)
                Check(bytes.AsSpan(0, length), bytes.Length + random.Next(1000));
        }
    }

    private static void Check(ReadOnlySpan<byte> head, long fileBytes)
    {
        switch (ImageHead.Read(head, fileBytes))
        {
            case ImageResult.Recognised image:
                Assert.True(image is { Width: > 0, Height: > 0 });
                break;
            case ImageResult.Incomplete incomplete:
                Assert.InRange(incomplete.BytesNeeded, head.Length + 1, fileBytes);
                break;
            case ImageResult.NotAnImage other:
                Assert.NotEmpty(other.Reason);
                break;
            default:
                Assert.Fail("A fourth outcome.");
                break;
        }
    }
}
