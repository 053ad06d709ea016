using System.Globalization;
using System.Security.Cryptography;

namespace Seedance.EndToEnd.Tests.Calling;

internal sealed record Delivery(string Method, string? ContentType, string Id, string Timestamp, string Signature, byte[] Body)
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    /// <summary>Standard Webhooks 1.0.0, checked as a receiver would.</summary>
    public void AssertGenuine(string secret = Callers.CallbackSecret)
    {
        Assert.Equal("POST", Method);
        Assert.StartsWith("application/json", ContentType, StringComparison.Ordinal);
        Assert.NotEmpty(Id);
        var sent = DateTimeOffset.FromUnixTimeSeconds(long.Parse(Timestamp, CultureInfo.InvariantCulture));
        Assert.InRange(TimeProvider.System.GetUtcNow() - sent, -Tolerance, Tolerance);

        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{Id}.{Timestamp}."), .. Body];
        Assert.Contains($"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, signed))}", Signature.Split(' '));
    }
}
