using System.Security.Cryptography;
using System.Text;

namespace Seedance.Launch;

/// <summary>A client of the app, with the key that only the client knows.</summary>
public sealed record LocalClient(string Name, string Key)
{
    public string KeySha256 => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key)));

    public static LocalClient Named(string name) => new(name, $"local-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}");
}
