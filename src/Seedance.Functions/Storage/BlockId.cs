using System.Buffers.Binary;
using Seedance.Functions.Activities;

namespace Seedance.Functions.Storage;

/// <summary>
/// The id of a staged block. Blocks that are not committed can be listed and not read, so the id says all that a later run must know
/// of one: which version of which source it was cut from, its number, and where the MP4's next box begins behind it. Blob Storage
/// wants ids of one length within a blob, 64 bytes at most.
/// </summary>
/// <param name="Version">The <see cref="SourceVersion.Fingerprint"/> of what it was cut from.</param>
/// <param name="Number">Its number, from 0.</param>
/// <param name="NextBox">The <see cref="Mp4.NextBox"/> behind it.</param>
internal sealed record BlockId(string Version, int Number, long NextBox)
{
    private const int NumberAt = SourceVersion.FingerprintBytes;
    private const int NextBoxAt = NumberAt + sizeof(int);
    private const int Bytes = NextBoxAt + sizeof(long);

    /// <summary>Reads an id; false for one that is not of this kind.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out BlockId? id)
    {
        Span<byte> bytes = stackalloc byte[Bytes + 2];
        id = Convert.TryFromBase64String(text, bytes, out var length) && length == Bytes
            ? new BlockId(
                Convert.ToHexString(bytes[..NumberAt]),
                BinaryPrimitives.ReadInt32BigEndian(bytes[NumberAt..]),
                BinaryPrimitives.ReadInt64BigEndian(bytes[NextBoxAt..]))
            : null;
        return id is not null;
    }

    /// <summary>The id as Blob Storage takes it, base64.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        Convert.FromHexString(Version, bytes, out _, out _);
        BinaryPrimitives.WriteInt32BigEndian(bytes[NumberAt..], Number);
        BinaryPrimitives.WriteInt64BigEndian(bytes[NextBoxAt..], NextBox);
        return Convert.ToBase64String(bytes);
    }
}
