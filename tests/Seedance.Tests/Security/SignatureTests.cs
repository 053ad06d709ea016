using Microsoft.AspNetCore.Http;
using StandardWebhooks;
using StandardWebhooks.Diagnostics;

namespace Seedance.Tests.Security;

public sealed class SignatureTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly byte[] OtherKey = [.. Enumerable.Range(100, 32).Select(i => (byte)i)];
    private static readonly string Token = WebhookToken.Create(Key, "evolink", "acme", "task-1");

    // Links never expire and webhooks of running tasks are on their way: what was issued stays good.
    [Fact]
    public void A_token_names_its_client_and_outlives_releases()
    {
        Assert.Equal("YWNtZQ.cE7T0RC-mT-riD_p-DM9vKdptn99eD9E4_EH-9MrpKg", Token);
        Assert.Equal("YWNtZQ.KTDi8Yx9NxiC3uJ11HSbpc-_i2svxgHGy0vF1UlaR5A", LinkSignature.Create(Key, "acme", "task-1"));
        Assert.Equal("acme", WebhookToken.Verify(Token, "evolink", "task-1", Key));
        Assert.Equal("acme", WebhookToken.Verify(Token, "evolink", "task-1", OtherKey, Key));
        Assert.Equal("acme", LinkSignature.Verify(LinkSignature.Create(Key, "acme", "task-1"), "task-1", OtherKey, Key));
    }

    [Fact]
    public void A_token_is_for_one_purpose_one_provider_and_one_task()
    {
        Assert.Null(WebhookToken.Verify(Token, "seedanceapi", "task-1", Key));
        Assert.Null(WebhookToken.Verify(Token, "evolink", "task-2", Key));
        Assert.Null(WebhookToken.Verify(Token, "evolink", "task-1", OtherKey));
        Assert.Null(WebhookToken.Verify(Token, "evolink", "task-1"));
        Assert.Null(LinkSignature.Verify(LinkSignature.Create(Key, "acme", "task-1"), "task-2", Key));
        Assert.Null(LinkSignature.Verify(Token, "task-1", Key));
        Assert.Null(WebhookToken.Verify(LinkSignature.Create(Key, "acme", "task-1"), "evolink", "task-1", Key));
        var shifted = Convert.ToBase64String("1acme"u8).TrimEnd('=') + Token[Token.IndexOf('.', StringComparison.Ordinal)..];
        Assert.Null(WebhookToken.Verify(shifted, "evolink", "task-", Key));
    }

    [Fact]
    public void Every_changed_or_added_character_and_what_is_no_token_is_refused_quietly()
    {
        var others = Enumerable.Range(0, Token.Length).SelectMany(at => new[]
        {
            Token.Insert(at, " "), Token[..at] + (Token[at] == 'B' ? 'C' : 'B') + Token[(at + 1)..],
        });
        string[] none = ["", ".", "acme", "YWNtZQ.", ".AAAA", "%00%ff.é", Token + ".x", Token + "=", Token.PadRight(5000, 'A')];
        Assert.All(
            others.Concat(none),
            token => Assert.Null(WebhookToken.Verify(token, "evolink", "task-1", Key)));
    }

    // As the specification's own libraries are tested.
    [Fact]
    public void Callbacks_are_signed_by_Standard_Webhooks() => Assert.Equal(
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        StandardWebhookSignature.Sign(
            ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"], "msg_p5jXN8AQM9LWM0D4loKWxJek",
            DateTimeOffset.FromUnixTimeSeconds(1614265330), [.. """{"test": 2432232314}"""u8]));

    // The package compares the first of several signatures only; the receivers' functions in the documentation compare each.
    [Fact]
    public void The_StandardWebhooks_package_verifies_a_callback()
    {
        const string Body = """{"id":"task-1","prompt":"狐"}""";
        var now = TimeProvider.System.GetUtcNow();
        var headers = new HeaderDictionary
        {
            ["webhook-id"] = "msg_1",
            ["webhook-timestamp"] = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            ["webhook-signature"] = StandardWebhookSignature.Sign(
                [Secret(Key), Secret(OtherKey)], "msg_1", now, Encoding.UTF8.GetBytes(Body)),
        };

        new StandardWebhook(Secret(Key)).Verify(Body, headers);
        Assert.Throws<WebhookVerificationException>(() => new StandardWebhook(Secret(Key)).Verify(Body + " ", headers));
        Assert.Throws<WebhookVerificationException>(() => new StandardWebhook(Secret(new byte[24])).Verify(Body, headers));
    }

    [Fact]
    public void A_secret_has_24_to_64_bytes_and_an_id_no_dot()
    {
        string[] bad = ["", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_not base64!", Secret(new byte[23]), Secret(new byte[65])];
        Assert.All([24, 64], bytes => Assert.True(StandardWebhookSignature.IsSecret(Secret(new byte[bytes]))));
        Assert.All(bad, secret => Assert.False(StandardWebhookSignature.IsSecret(secret)));
        Assert.All(bad, secret => AssertSignsNothing([secret], "msg_1"));
        Assert.All(["", "a.b"], id => AssertSignsNothing([Secret(Key)], id));
        AssertSignsNothing([], "msg_1");

        static void AssertSignsNothing(string[] secrets, string id)
            => Assert.Throws<ArgumentException>(() => StandardWebhookSignature.Sign(secrets, id, DateTimeOffset.UnixEpoch, []));
    }

    private static string Secret(byte[] bytes) => "whsec_" + Convert.ToBase64String(bytes);
}
