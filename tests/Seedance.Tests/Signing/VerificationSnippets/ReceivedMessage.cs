using System.Globalization;
using Seedance.Signing;

namespace Seedance.Tests.Signing.VerificationSnippets;

/// <summary>What a receiver sees of a message, and whether it is genuine.</summary>
/// <param name="What">What is the matter with it.</param>
/// <param name="Secret">The receiver's secret.</param>
/// <param name="Id">The header <c>webhook-id</c>.</param>
/// <param name="Timestamp">The header <c>webhook-timestamp</c>.</param>
/// <param name="Signature">The header <c>webhook-signature</c>.</param>
/// <param name="Body">Base64 of the body.</param>
/// <param name="IsGenuine">Whether the receiver should take it.</param>
internal sealed record ReceivedMessage(
    string What, string Secret, string? Id, string? Timestamp, string? Signature, string Body, bool IsGenuine)
{
    private const string Secret1 = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private const string Secret2 = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string MessageId = "msg_task-1774857405-0k3v9q7m2c5x8z1b_completed";

    private static readonly byte[] Sent = [.. "{\"id\":\"task-1\",\"prompt\":\"狐\"}"u8];

    /// <summary>As they are received now.</summary>
    public static IReadOnlyList<ReceivedMessage> All()
    {
        var now = TimeProvider.System.GetUtcNow();
        var good = Of("genuine", now, isGenuine: true);
        return
        [
            good,
            Of("signed under two secrets, of which the receiver has the first", now, [Secret1, Secret2], isGenuine: true),
            Of("signed under two secrets, of which the receiver has the second", now, [Secret2, Secret1], isGenuine: true),
            Of("four minutes old", now.AddMinutes(-4), isGenuine: true),
            Of("six minutes old", now.AddMinutes(-6)),
            Of("six minutes ahead", now.AddMinutes(6)),
            Of("signed under another secret", now, [Secret2]),
            good with { What = "with another body", Body = Convert.ToBase64String("{}"u8), IsGenuine = false },
            good with { What = "with another id", Id = "msg_2", IsGenuine = false },
            good with { What = "with a later time than was signed", Timestamp = Seconds(now.AddSeconds(9)), IsGenuine = false },
            good with { What = "without a signature", Signature = null, IsGenuine = false },
            good with { What = "with an empty signature", Signature = "", IsGenuine = false },
            good with { What = "with half a signature", Signature = good.Signature![..20], IsGenuine = false },
            good with { What = "with the signature of another version", Signature = "v2" + good.Signature[2..], IsGenuine = false },
            good with { What = "with a signature in another script", Signature = "v1,签名", IsGenuine = false },
            good with { What = "without a time", Timestamp = null, IsGenuine = false },
            good with { What = "with a time that is no number", Timestamp = "now", IsGenuine = false },
        ];
    }

    private static ReceivedMessage Of(string what, DateTimeOffset at, string[]? secrets = null, bool isGenuine = false) => new(
        what,
        Secret1,
        MessageId,
        Seconds(at),
        StandardWebhookSignature.SignWithEach(secrets ?? [Secret1], MessageId, at, Sent),
        Convert.ToBase64String(Sent),
        isGenuine);

    private static string Seconds(DateTimeOffset time) => time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
