using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Seedance.Functions.Tests;

public class SeedanceServicesTests
{
    private const string Alias = "\"model\":\"seedance-2.0\",\"prompt\":\"x\"";
    private const string Text = "\"model\":\"seedance-2.0-text-to-video\",\"prompt\":\"four\"";

    private static readonly (string Key, string Value)[] Settings =
    [
        ("Seedance:Storage", "UseDevelopmentStorage=true"),
        ("Seedance:LinkKey", Samples.Key(3)),
        ("Seedance:Providers:evolink:ApiKey", "provider-key"),
        ("Seedance:Providers:seedanceapi:BaseUrl", "http://127.0.0.1:1234/relay"),
        ("Seedance:Providers:seedanceapi:TimeoutSeconds", "7"),
    ];

    [Fact]
    public void Every_function_can_be_made()
    {
        using var services = Build(("Seedance:Events:TopicEndpoint", FakeTopic.Endpoint));
        var types = typeof(SeedanceServices).Assembly.GetTypes().Where(type => type is { IsAbstract: false }
            && type.GetMethods().Any(method => method.GetCustomAttribute<FunctionAttribute>() is not null)).ToList();

        Assert.NotEmpty(types);
        Assert.All(types, type => Assert.NotNull(ActivatorUtilities.CreateInstance(services, type)));
    }

    [Fact]
    public void The_addresses_of_requests_which_may_hold_secrets_are_not_logged()
    {
        using var services = Services().AddLogging(logging => logging.AddFakeLogging()).BuildServiceProvider();
        var loggers = services.GetRequiredService<ILoggerFactory>();

        Assert.False(loggers.CreateLogger("Microsoft.AspNetCore.Hosting.Diagnostics").IsEnabled(LogLevel.Information));
        Assert.True(loggers.CreateLogger("Seedance.Functions").IsEnabled(LogLevel.Information));
    }

    [Theory]
    [InlineData("own-key", "evolink", ProviderNames.SeedanceApi)]
    [InlineData("", "evolink", ProviderNames.EvoLink)]
    [InlineData("own-key", "seedanceapi", ProviderNames.SeedanceApi)]
    public void Seedanceapi_s_front_door_is_served_by_its_own_vendor_where_there_is_a_key(string key, string provider, string served)
    {
        using var services = Build(("Seedance:Providers:seedanceapi:ApiKey", key), ("Seedance:Provider", provider));

        var result = services.GetRequiredService<RequestReader>().Read(RequestFormat.SeedanceApi, """{"prompt":"A fox"}"""u8.ToArray());

        Assert.Equal(served, Assert.IsType<RequestResult.Accepted>(result).Request.Provider);
    }

    [Theory]
    [InlineData("Requests:Allow4k", "true", true, $$"""{{{Text}},"quality":"4k"}""")]
    [InlineData("Requests:AllowSmartDuration", "true", true, $$"""{{{Text}},"duration":-1}""")]
    [InlineData("Requests:AllowMiniModels", "true", true, """{"model":"seedance-2.0-mini-text-to-video","prompt":"x"}""")]
    [InlineData(
        "Requests:RelaxedImageFormats", "true", true,
        """{"model":"seedance-2.0-fast-image-to-video","prompt":"x","image_urls":["https://e.com/a.bmp"]}""")]
    [InlineData("Callbacks:Ports:0", "8443", true, $$"""{{{Text}},"callback_url":"https://example.com:8443/x"}""")]
    [InlineData("Requests:PromptCharacters", "3", false, $$"""{{{Text}}}""")]
    [InlineData(
        "Requests:MaxFiles", "1", false, $$"""{{{Alias}},"image_urls":["https://e.com/a.png"],"video_urls":["https://e.com/a.mp4"]}""")]
    public void Settings_allow_more_and_limits_can_be_set_lower(string setting, string value, bool allows, string body)
    {
        using var usual = Build();
        using var changed = Build(($"Seedance:{setting}", value));

        Assert.Equal((!allows, allows), (IsAccepted(usual), IsAccepted(changed)));

        bool IsAccepted(IServiceProvider services) => services.GetRequiredService<RequestReader>()
            .Read(RequestFormat.EvoLink, Encoding.UTF8.GetBytes(body)) is RequestResult.Accepted;
    }

    [Fact]
    public void Each_client_of_the_web_has_its_own_address_key_and_patience()
    {
        using var services = Build(("Seedance:Providers:seedanceapi:ApiKey", "own-key"));

        Assert.Equal(("https://api.evolink.ai/", 60, "Bearer provider-key"), Of(ProviderNames.EvoLink));
        Assert.Equal(("http://127.0.0.1:1234/relay/", 7, "Bearer own-key"), Of(ProviderNames.SeedanceApi));
        Assert.Equal((null, Timeout.InfiniteTimeSpan.TotalSeconds, null), Of(VideoCopier.HttpClientName));
        Assert.Equal((null, 10, null), Of(DeliverCallback.HttpClientName));

        (string? Address, double Seconds, string? Key) Of(string name)
        {
            using var client = services.GetRequiredService<IHttpClientFactory>().CreateClient(name);
            return (client.BaseAddress?.AbsoluteUri, client.Timeout.TotalSeconds, client.DefaultRequestHeaders.Authorization?.ToString());
        }
    }

    [Theory]
    [InlineData(ProviderNames.EvoLink, true)]
    [InlineData(ProviderNames.SeedanceApi, true)]
    [InlineData(VideoCopier.HttpClientName, false)]
    [InlineData(DeliverCallback.HttpClientName, false)]
    public void Every_request_names_the_product_and_APIs_may_compress(string client, bool unpacks)
    {
        using var services = Build();
        using var http = services.GetRequiredService<IHttpClientFactory>().CreateClient(client);
        var handler = services.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(client);
        while (handler is DelegatingHandler outer) handler = outer.InnerHandler!;

        Assert.Matches(@"\ASeedance\.Functions/\d+\.\d+\.\d+\z", http.DefaultRequestHeaders.UserAgent.ToString());
        Assert.Equal(
            unpacks ? DecompressionMethods.All : DecompressionMethods.None,
            Assert.IsType<SocketsHttpHandler>(handler).AutomaticDecompression);
    }

    [Fact]
    public void Downloads_may_use_the_ports_of_allowed_hosts_and_callbacks_may_not()
    {
        using var services = Build(("Seedance:Videos:AllowedHosts", "127.0.0.1:8443"));

        var options = services.GetRequiredService<IOptions<SeedanceOptions>>().Value;
        Assert.Equal((true, false), (options.DownloadRules.Allows("https", 8443), options.CallbackRules.Allows("https", 8443)));
        Assert.False(options.DownloadRules.Allows("http", 8443));
    }

    [Theory]
    [InlineData(VideoCopier.HttpClientName, "https://127.0.0.1/x")]
    [InlineData(VideoCopier.HttpClientName, "http://8.8.8.8/x")]
    [InlineData(DeliverCallback.HttpClientName, "https://127.0.0.1/x")]
    [InlineData(DeliverCallback.HttpClientName, "http://8.8.8.8/x")]
    [InlineData(DeliverCallback.HttpClientName, "https://8.8.8.8:8443/x")]
    public async Task Addresses_that_someone_else_chose_are_behind_the_outbound_guard(string client, string url)
    {
        using var services = Build();
        using var http = services.GetRequiredService<IHttpClientFactory>().CreateClient(client);

        var refusal = await Assert.ThrowsAnyAsync<HttpRequestException>(() => http.GetAsync(new Uri(url)));

        Assert.True(DestinationNotAllowedException.IsCauseOf(refusal));
    }

    private static ServiceProvider Build(params (string Key, string Value)[] more) => Services(more).BuildServiceProvider();

    private static IServiceCollection Services(params (string Key, string Value)[] more)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(Settings.Concat(more).Select(each => new KeyValuePair<string, string?>(each.Key, each.Value))).Build();
        return new ServiceCollection().AddLogging().AddSeedance(configuration);
    }
}
