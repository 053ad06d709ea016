using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using StandardWebhooks;
using StandardWebhooks.Diagnostics;

namespace Seedance.Tests.Security;

public sealed class SignatureTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly byte[] OtherKey = [.. Enumerable.Range(100, 32).Select(i => (byte)i)];

    [Fact]
    public void A_webhook_token_gives_the_client_back_under_the_current_and_the_previous_key()
    {
        var token = WebhookToken.Create(Key, "evolink", "acme", "task-1");

        Assert.Equal("acme", WebhookToken.Verify(token, "evolink", "task-1", Key));
        Assert.Equal("acme", WebhookToken.Verify(token, "evolink", "task-1", OtherKey, Key));
        Assert.Matches("^[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]{43}$", token);
    }

    [Fact]
    public void A_webhook_token_is_for_one_provider_and_one_task()
    {
        var token = WebhookToken.Create(Key, "evolink", "acme", "task-1");

        Assert.Null(WebhookToken.Verify(token, "seedanceapi", "task-1", Key));
        Assert.Null(WebhookToken.Verify(token, "evolink", "task-2", Key));
        Assert.Null(WebhookToken.Verify(token, "evolink", "task-1", OtherKey));
        Assert.Null(WebhookToken.Verify(token, "evolink", "task-1"));
    }

    [Fact]
    public void The_parts_cannot_be_shifted_into_each_other()
    {
        var token = WebhookToken.Create(Key, "evolink", "acme", "task-1");
        var mac = token[token.IndexOf('.', StringComparison.Ordinal)..];
        var shifted = Convert.ToBase64String("1acme"u8).TrimEnd('=') + mac;

        Assert.Null(WebhookToken.Verify(shifted, "evolink", "task-", Key));
    }

    [Fact]
    public void A_link_signature_is_no_webhook_token()
    {
        var signature = LinkSignature.Create(Key, "acme", "task-1");

        Assert.Equal("acme", LinkSignature.Verify(signature, "task-1", Key));
        Assert.Null(LinkSignature.Verify(signature, "task-2", Key));
        Assert.Null(LinkSignature.Verify(WebhookToken.Create(Key, "evolink", "acme", "task-1"), "task-1", Key));
        Assert.Null(WebhookToken.Verify(signature, "evolink", "task-1", Key));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("acme")]
    [InlineData("YWNtZQ.")]
    [InlineData(".AAAA")]
    [InlineData("YWNtZQ.AAAA")]
    [InlineData("YWNtZQ.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.x")]
    [InlineData("Y W Nt Z Q.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("%00%ff.é")]
    public void What_is_no_token_is_refused_quietly(string token)
    {
        Assert.Null(WebhookToken.Verify(token, "evolink", "task-1", Key));
        Assert.Null(LinkSignature.Verify(token + new string('A', 5000), "task-1", Key));
    }

    [Fact]
    public void Every_changed_character_breaks_a_token()
    {
        var token = WebhookToken.Create(Key, "evolink", "acme", "task-1");
        for (var i = 0; i < token.Length; i++)
        {
            var changed = token.ToCharArray();
            changed[i] = changed[i] == 'B' ? 'C' : 'B';
            Assert.Null(WebhookToken.Verify(new string(changed), "evolink", "task-1", Key));
        }
    }

    [Theory]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, """{"test": 2432232314}""", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [InlineData("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "msg_0001", 1774857600, """{"type":"video.completed","timestamp":"2026-03-30T08:00:00Z","data":{"id":"job_0001","status":"completed"}}""", "v1,paS9LVxDkHUAOrZenveDaNIqWSObJ+3CP5O/HM/pilA=")]
    public void Callbacks_are_signed_by_Standard_Webhooks(string secret, string id, long seconds, string body, string signature) =>
        Assert.Equal(signature, StandardWebhookSignature.Sign(
            secret, id, DateTimeOffset.FromUnixTimeSeconds(seconds), Encoding.UTF8.GetBytes(body)));

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
            ["webhook-signature"] = StandardWebhookSignature.SignWithEach(
                [Secret(Key), Secret(OtherKey)], "msg_1", now, Encoding.UTF8.GetBytes(Body)),
        };

        new StandardWebhook(Secret(Key)).Verify(Body, headers);
        Assert.Throws<WebhookVerificationException>(() => new StandardWebhook(Secret(Key)).Verify(Body + " ", headers));
        Assert.Throws<WebhookVerificationException>(() => new StandardWebhook(Secret(new byte[24])).Verify(Body, headers));
    }

    [Fact]
    public void Signing_with_each_needs_secrets_all_well_formed()
    {
        Assert.Throws<ArgumentException>(() => StandardWebhookSignature.SignWithEach([], "msg_1", DateTimeOffset.UnixEpoch, []));
        Assert.Throws<ArgumentException>(
            () => StandardWebhookSignature.SignWithEach([Secret(Key), "x"], "msg_1", DateTimeOffset.UnixEpoch, []));
    }

    [Theory]
    [InlineData("")]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsec_")]
    [InlineData("whsec_not base64!")]
    [InlineData("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRY=")]
    public void A_secret_is_whsec_and_24_to_64_bytes(string secret)
    {
        Assert.False(StandardWebhookSignature.IsSecret(secret));
        Assert.Throws<ArgumentException>(() => StandardWebhookSignature.Sign(secret, "msg_1", DateTimeOffset.UnixEpoch, []));
    }

    [Fact]
    public void The_lengths_of_a_secret_have_limits()
    {
        Assert.True(StandardWebhookSignature.IsSecret(Secret(new byte[24])));
        Assert.True(StandardWebhookSignature.IsSecret(Secret(new byte[64])));
        Assert.False(StandardWebhookSignature.IsSecret(Secret(new byte[65])));
        Assert.False(StandardWebhookSignature.IsSecret(null));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a.b")]
    public void An_id_that_could_move_the_boundary_is_refused(string id) =>
        Assert.Throws<ArgumentException>(() => StandardWebhookSignature.Sign(
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", id, DateTimeOffset.UnixEpoch, []));

    private static string Secret(byte[] bytes) => "whsec_" + Convert.ToBase64String(bytes);
}
