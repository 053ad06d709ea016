using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Options;

public class EventOptionsValidatorTests
{
    [Theory]
    [InlineData("events.example.com")]
    [InlineData("/api/events")]
    [InlineData("http://topic.region-1.eventgrid.azure.net/api/events")]
    [InlineData("https://user:key@topic.region-1.eventgrid.azure.net/api/events")]
    [InlineData("https://topic.region-1.eventgrid.azure.net/api/events?aeg-sas-key=secret")]
    public void A_wrong_topic_is_named_as_in_the_environment_and_not_shown(string endpoint)
    {
        var message = Assert.Single(Validate(endpoint).Failures!);

        Assert.Contains("Seedance__Events__TopicEndpoint", message, StringComparison.Ordinal);
        Assert.DoesNotContain(endpoint, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(FakeTopic.Endpoint)]
    public void No_topic_and_a_topic_are_right(string? endpoint) => Assert.True(Validate(endpoint).Succeeded);

    private static Microsoft.Extensions.Options.ValidateOptionsResult Validate(string? endpoint)
    {
        var options = Samples.Options;
        options.Events.TopicEndpoint = endpoint;
        return new EventOptionsValidator().Validate(null, options);
    }
}
