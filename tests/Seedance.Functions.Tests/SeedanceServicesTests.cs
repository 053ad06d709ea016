using System.Reflection;
using Azure.Messaging.EventGrid;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests;

public class SeedanceServicesTests
{
    private static readonly (string Key, string Value)[] Settings =
    [
        ("Seedance:Storage", "UseDevelopmentStorage=true"),
        ("Seedance:LinkKey", Samples.Key(3)),
        ("Seedance:Providers:evolink:ApiKey", "provider-key"),
        ("Seedance:Providers:seedanceapi:BaseUrl", "http://127.0.0.1:1234"),
        ("Seedance:Providers:seedanceapi:TimeoutSeconds", "7"),
    ];

    [Fact]
    public void Every_function_can_be_made()
    {
        using var services = Build(Settings);
        var types = typeof(SeedanceServices).Assembly.GetTypes()
            .Where(type => type is { IsAbstract: false }
                && type.GetMethods().Any(method => method.GetCustomAttribute<FunctionAttribute>() is not null))
            .ToList();

        Assert.NotEmpty(types);
        Assert.All(types, type => Assert.NotNull(ActivatorUtilities.CreateInstance(services, type)));
    }

    [Fact]
    public void The_addresses_of_requests_which_may_hold_secrets_are_not_logged()
    {
        using var services = Services(Settings).AddLogging(logging => logging.AddFakeLogging()).BuildServiceProvider();
        var loggers = services.GetRequiredService<ILoggerFactory>();

        Assert.False(loggers.CreateLogger("Microsoft.AspNetCore.Hosting.Diagnostics").IsEnabled(LogLevel.Information));
        Assert.True(loggers.CreateLogger("Seedance.Functions").IsEnabled(LogLevel.Information));
    }

    [Fact]
    public void Both_providers_are_there_under_their_names()
    {
        using var services = Build(Settings);
        var providers = services.GetRequiredService<VideoProviders>();

        Assert.IsType<EvoLinkProvider>(providers.Get(ProviderNames.EvoLink));
        Assert.IsType<SeedanceApiProvider>(providers.Get(ProviderNames.SeedanceApi));
    }

    [Fact]
    public void There_is_a_topic_only_where_one_is_configured()
    {
        using var without = Build(Settings);
        using var with = Build([.. Settings, ("Seedance:Events:TopicEndpoint", FakeTopic.Endpoint)]);

        Assert.Null(without.GetService<EventGridPublisherClient>());
        Assert.NotNull(with.GetService<EventGridPublisherClient>());
    }

    [Theory]
    [InlineData("own-key", "evolink", ProviderNames.SeedanceApi)]
    [InlineData("", "evolink", ProviderNames.EvoLink)]
    [InlineData("own-key", "seedanceapi", ProviderNames.SeedanceApi)]
    public void Seedanceapi_s_front_door_is_served_by_its_own_vendor_where_there_is_a_key_for_it(string key, string provider, string served)
    {
        using var services = Build([.. Settings, ("Seedance:Providers:seedanceapi:ApiKey", key), ("Seedance:Provider", provider)]);

        var reading = services.GetRequiredService<RequestReader>().Read(RequestFormat.SeedanceApi, """{"prompt":"A fox"}"""u8.ToArray());

        Assert.Equal(served, Assert.IsType<RequestResult.Accepted>(reading).Request.Provider);
    }

    [Theory]
    [InlineData("Allow4k", """{"model":"seedance-2.0-text-to-video","prompt":"x","quality":"4k"}""")]
    [InlineData("AllowSmartDuration", """{"model":"seedance-2.0-text-to-video","prompt":"x","duration":-1}""")]
    [InlineData("AllowMiniModels", """{"model":"seedance-2.0-mini-text-to-video","prompt":"x"}""")]
    [InlineData("RelaxedImageFormats", """{"model":"seedance-2.0-fast-image-to-video","prompt":"x","image_urls":["https://e.com/a.bmp"]}""")]
    public void What_no_document_settles_is_refused_unless_its_setting_is_on(string setting, string body)
    {
        using var off = Build(Settings);
        using var on = Build([.. Settings, ($"Seedance:Requests:{setting}", "true")]);

        Assert.IsType<RequestResult.Refused>(Read(off, body));
        Assert.IsType<RequestResult.Accepted>(Read(on, body));
    }

    [Theory]
    [InlineData("PromptCharacters", "3", """{"model":"seedance-2.0-text-to-video","prompt":"four"}""")]
    [InlineData("MaxFiles", "1", """{"model":"seedance-2.0","prompt":"x","image_urls":["https://e.com/a.png"],"video_urls":["https://e.com/a.mp4"]}""")]
    public void Limits_can_be_set_lower(string setting, string value, string body)
    {
        using var usual = Build(Settings);
        using var lower = Build([.. Settings, ($"Seedance:Requests:{setting}", value)]);

        Assert.IsType<RequestResult.Accepted>(Read(usual, body));
        Assert.IsType<RequestResult.Refused>(Read(lower, body));
    }

    private static RequestResult Read(IServiceProvider services, string body)
        => services.GetRequiredService<RequestReader>().Read(RequestFormat.EvoLink, System.Text.Encoding.UTF8.GetBytes(body));

    [Fact]
    public void Each_client_of_the_web_has_its_own_address_key_and_patience()
    {
        using var services = Build(Settings);
        var clients = services.GetRequiredService<IHttpClientFactory>();
        using var evolink = clients.CreateClient(ProviderNames.EvoLink);
        using var seedanceApi = clients.CreateClient(ProviderNames.SeedanceApi);
        using var downloads = clients.CreateClient(VideoCopier.HttpClientName);
        using var callbacks = clients.CreateClient(DeliverCallback.HttpClientName);

        Assert.Equal(("https://api.evolink.ai/", TimeSpan.FromSeconds(60)), (evolink.BaseAddress?.AbsoluteUri, evolink.Timeout));
        Assert.Equal("Bearer provider-key", evolink.DefaultRequestHeaders.Authorization?.ToString());
        Assert.Equal(("http://127.0.0.1:1234/", TimeSpan.FromSeconds(7)), (seedanceApi.BaseAddress?.AbsoluteUri, seedanceApi.Timeout));
        Assert.Equal(Timeout.InfiniteTimeSpan, downloads.Timeout);
        Assert.Equal(TimeSpan.FromSeconds(10), callbacks.Timeout);
        Assert.Null(downloads.DefaultRequestHeaders.Authorization);
        Assert.Null(callbacks.DefaultRequestHeaders.Authorization);
    }

    [Theory]
    [InlineData(VideoCopier.HttpClientName, "https://127.0.0.1/x")]
    [InlineData(VideoCopier.HttpClientName, "http://8.8.8.8/x")]
    [InlineData(DeliverCallback.HttpClientName, "https://127.0.0.1/x")]
    [InlineData(DeliverCallback.HttpClientName, "http://8.8.8.8/x")]
    [InlineData(DeliverCallback.HttpClientName, "https://8.8.8.8:8443/x")]
    public async Task Addresses_that_someone_else_chose_are_behind_the_outbound_guard(string client, string url)
    {
        using var services = Build(Settings);
        using var http = services.GetRequiredService<IHttpClientFactory>().CreateClient(client);

        var refusal = await Assert.ThrowsAnyAsync<HttpRequestException>(() => http.GetAsync(new Uri(url)));

        Assert.True(DestinationNotAllowedException.IsCauseOf(refusal));
    }

    [Fact]
    public void Callbacks_may_go_to_further_ports_where_a_setting_says_so()
    {
        const string Body = """{"model":"seedance-2.0-text-to-video","prompt":"x","callback_url":"https://example.com:8443/x"}""";
        using var usual = Build(Settings);
        using var further = Build([.. Settings, ("Seedance:Callbacks:Ports:0", "8443")]);

        Assert.IsType<RequestResult.Refused>(Read(usual, Body));
        Assert.IsType<RequestResult.Accepted>(Read(further, Body));
        var rules = further.GetRequiredService<IOptions<SeedanceOptions>>().Value.CallbackRules;
        Assert.True(rules.Allows("https", 8443) && rules.Allows("https", 443));
        Assert.False(rules.Allows("https", 8444) || rules.Allows("http", 8443) || rules.AllowPrivateNetworks);
    }

    [Fact]
    public void A_wrong_setting_stops_the_app_at_start()
    {
        using var services = Build([.. Settings, ("Seedance:Videos:MaxBytes", "0")]);

        var failure = Assert.Throws<OptionsValidationException>(services.GetRequiredService<IStartupValidator>().Validate);

        Assert.Contains("Seedance__Videos__MaxBytes", failure.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Build((string Key, string Value)[] settings) => Services(settings).BuildServiceProvider();

    private static IServiceCollection Services((string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create<string, string?>(setting.Key, setting.Value))).Build();
        return new ServiceCollection().AddLogging().AddSeedance(configuration);
    }
}
