using Seedance.Media;

namespace Seedance.Tests.Media;

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
            case ImageReading.Recognised image:
                Assert.True(image is { Width: > 0, Height: > 0 });
                break;
            case ImageReading.Incomplete incomplete:
                Assert.InRange(incomplete.BytesNeeded, head.Length + 1, fileBytes);
                break;
            case ImageReading.NotAnImage other:
                Assert.NotEmpty(other.Reason);
                break;
            default:
                Assert.Fail("A fourth outcome.");
                break;
        }
    }
}
