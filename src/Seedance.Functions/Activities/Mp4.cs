using System.Buffers.Binary;

namespace Seedance.Functions.Activities;

/// <summary>
/// Tells a whole MP4 from what is none, by looking: an MP4 begins with a file type box, and ends where its last box ends
/// (ISO/IEC 14496-12: each box is a size, a type and its content). It is given the file part by part, in order.
/// </summary>
internal sealed class Mp4(long nextBox)
{
    /// <summary>Where the next box begins, when that is not known: what came before was not looked at.</summary>
    public const long Unknown = -1;

    /// <summary>As <see cref="NextBox"/>: the next box begins in what was looked at, and its size and type do not end there.</summary>
    public const long Straddling = -2;

    // The last box says that it reaches to the end, or what follows the boxes is none.
    private const long Open = long.MaxValue;
    private const int SmallHeader = 8;
    private const int LargeHeader = 16;

    private readonly byte[] _header = new byte[LargeHeader];
    private long _next = nextBox;
    private int _filled;

    /// <summary>Where the next box begins, to go on from in another run; or <see cref="Unknown"/>, or <see cref="Straddling"/>.</summary>
    public long NextBox => _filled > 0 ? Straddling : _next;

    /// <summary>True when the bytes begin with a file type box.</summary>
    public static bool BeginsLikeOne(ReadOnlySpan<byte> head) => head.Length >= 8 && head[4..8].SequenceEqual("ftyp"u8);

    /// <summary>Looks at the next part of the file.</summary>
    /// <param name="part">The bytes.</param>
    /// <param name="at">Where in the file they begin.</param>
    public void Read(ReadOnlySpan<byte> part, long at)
    {
        if (_next < 0) return;
        while (_next + _filled - at < part.Length)
        {
            var needed = _filled >= SmallHeader && BinaryPrimitives.ReadUInt32BigEndian(_header) == 1 ? LargeHeader : SmallHeader;
            if (_filled < needed)
            {
                var from = part[(int)(_next + _filled - at)..];
                var taken = Math.Min(needed - _filled, from.Length);
                from[..taken].CopyTo(_header.AsSpan(_filled));
                _filled += taken;
                continue;
            }
            _next = End();
            _filled = 0;
        }
        // A header that ends with the part is complete, and must not wait for the next part.
        if (_filled == LargeHeader || (_filled == SmallHeader && BinaryPrimitives.ReadUInt32BigEndian(_header) != 1))
        {
            _next = End();
            _filled = 0;
        }
    }

    /// <summary>True when a box says that it ends beyond the end of the file.</summary>
    /// <param name="length">The file's length in bytes.</param>
    public bool IsCutAt(long length) => _next != Open && _next > length;

    private long End()
    {
        var size = BinaryPrimitives.ReadUInt32BigEndian(_header) is var small && small == 1
            ? BinaryPrimitives.ReadUInt64BigEndian(_header.AsSpan(SmallHeader))
            : small;
        // Some programs leave padding behind the last box; it is not for us to refuse what players play.
        var isBox = size >= SmallHeader && _header.AsSpan(4, 4).IndexOfAnyExceptInRange((byte)' ', (byte)'~') < 0;
        return isBox && size < (ulong)(Open - _next) ? _next + (long)size : Open;
    }
}
