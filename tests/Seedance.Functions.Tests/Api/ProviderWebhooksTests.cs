using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Api;

public class ProviderWebhooksTests
{
    private static readonly TaskRecord Record = Samples.Record;

    [Fact]
    public void A_task_s_url_carries_a_token_that_only_this_app_can_make()
    {
        var webhooks = With(Samples.Options);

        var url = webhooks.UrlFor(Record)!;

        Assert.Equal("videos.example.com", url.Host);
        Assert.Equal(["/", "webhooks/", "evolink/", $"{Record.Id}/", TokenOf(url)], url.Segments);
        Assert.Equal(Samples.Client, webhooks.ClientOf("evolink", Record.Id, TokenOf(url)));
    }

    [Theory]
    [InlineData("https://videos.example.com/")]
    [InlineData("https://videos.example.com")]
    public void A_slash_at_the_end_of_the_public_address_changes_nothing(string address)
    {
        var options = Samples.Options;
        options.PublicBaseUrl = address;

        Assert.StartsWith("https://videos.example.com/webhooks/", With(options).UrlFor(Record)!.AbsoluteUri, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Without_a_public_address_no_provider_is_asked_to_call(string? address)
    {
        var options = Samples.Options;
        options.PublicBaseUrl = address;

        Assert.False(With(options).AreOn);
        Assert.Null(With(options).UrlFor(Record));
    }

    [Fact]
    public void A_token_opens_nothing_but_its_own_task_at_its_own_provider()
    {
        var webhooks = With(Samples.Options);
        var token = TokenOf(webhooks.UrlFor(Record)!);

        Assert.Null(webhooks.ClientOf("evolink", TaskId.New(Samples.Now), token));
        Assert.Null(webhooks.ClientOf("seedanceapi", Record.Id, token));
        Assert.Null(webhooks.ClientOf("evolink", Record.Id, token[..^1]));
        Assert.Null(webhooks.ClientOf("evolink", Record.Id, ""));
        Assert.Null(webhooks.ClientOf("evolink", Record.Id, Signed(Samples.Key(9))));
    }

    [Fact]
    public void The_key_before_the_current_one_is_still_honoured()
        => Assert.Equal(Samples.Client, With(Samples.Options).ClientOf("evolink", Record.Id, Signed(Samples.Options.WebhookKeyPrevious!)));

    [Fact]
    public void New_urls_are_signed_with_the_current_key()
    {
        var options = Samples.Options;
        var token = TokenOf(With(options).UrlFor(Record)!);
        options.WebhookKeyPrevious = null;

        Assert.Equal(Samples.Client, With(options).ClientOf("evolink", Record.Id, token));
    }

    [Fact]
    public void With_no_key_at_all_nothing_is_genuine()
        => Assert.Null(With(new SeedanceOptions()).ClientOf("evolink", Record.Id, Signed(Samples.Key(0))));

    private static string Signed(string key)
    {
        var options = Samples.Options;
        options.WebhookKey = key;
        return TokenOf(With(options).UrlFor(Record)!);
    }

    private static string TokenOf(Uri url) => url.Segments[^1];

    private static ProviderWebhooks With(SeedanceOptions options) => new(Samples.As(options));
}
