using System.Net.Http.Headers;
using System.Reflection;
using Azure.Identity;
using Azure.Messaging.EventGrid;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Seedance.Functions.Activities;
using Seedance.Functions.Admission;
using Seedance.Functions.Api;
using Seedance.Functions.Contracts;
using Seedance.Functions.Options;
using Seedance.Functions.Storage;
using Seedance.Functions.Telemetry;
using Seedance.Functions.Uploads;

namespace Seedance.Functions;

public static class SeedanceServices
{
    private const string EventTopicSetting =
        $"{SeedanceOptions.Section}:{nameof(SeedanceOptions.Events)}:{nameof(EventOptions.TopicEndpoint)}";

    // On every request. Without what a build adds to the version; some hosts refuse requests that have none.
    private static readonly ProductInfoHeaderValue UserAgent = new("Seedance.Functions", typeof(SeedanceServices).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0]);

    /// <summary>Registers everything the functions need, settings validated at start.</summary>
    public static IServiceCollection AddSeedance(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IValidateOptions<SeedanceOptions>, SeedanceOptionsValidator>();
        var settings = configuration.GetSection(SeedanceOptions.Section);
        services.AddOptions<SeedanceOptions>().Configure(_ => Check(settings)).Bind(settings).ValidateOnStart();
        services.AddSingleton<MissingSettings>();
        services.AddHostedService(provider => provider.GetRequiredService<MissingSettings>());
        services.AddSingleton(TimeProvider.System);
        // At Information ASP.NET Core logs the addresses of requests, and those of webhooks and of result links hold secrets.
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning));

        services.AddStorage(configuration);
        services.ConfigureHttpClientDefaults(http => http.ConfigureHttpClient(
            client => client.DefaultRequestHeaders.UserAgent.Add(UserAgent)));
        services.AddProviders();
        services.AddGuardedClient(VideoCopier.HttpClientName, Timeout.InfiniteTimeSpan, options => options.DownloadRules);
        services.AddGuardedClient(DeliverCallback.HttpClientName, DeliverCallback.ReceiverTimeout, options => options.CallbackRules);

        services.AddSingleton(provider => new RequestReader(provider.GetRequiredService<IOptions<SeedanceOptions>>().Value.RequestRules));
        services.AddSingleton(provider => new PriceBook(provider.GetRequiredService<IOptions<SeedanceOptions>>().Value.Prices));
        services.AddMetrics();
        services.AddSingleton<SeedanceMetrics>();
        services.AddSingleton<ClientDirectory>();
        services.AddSingleton<TaskAdmission>();
        services.AddSingleton<RetryAfter>();
        services.AddSingleton<ListCursors>();
        services.AddSingleton<TaskRecords>();
        services.AddSingleton<TaskListing>();
        services.AddSingleton<ClientBudgets>();
        services.AddSingleton<BatchRecords>();
        services.AddSingleton<IdempotencyKeys>();
        services.AddSingleton<Deliveries>();
        services.AddSingleton<VideoLinks>();
        services.AddSingleton<BlobReadLinks>();
        services.AddSingleton<VideoStore>();
        services.AddSingleton<VideoCopier>();
        services.AddSingleton<ProviderWebhooks>();
        if (configuration[EventTopicSetting] is { Length: > 0 } topic)
        {
            services.AddSingleton(_ => new EventGridPublisherClient(new Uri(topic), new DefaultAzureCredential()));
        }
        services.AddSingleton<GenerationInputs>();
        services.AddUploads();
        return services;
    }

    // Before the values are read: reading passes over names that it does not know, and stops at the first value of a wrong type.
    private static void Check(IConfigurationSection settings)
    {
        var problems = SettingsShape.ProblemsOf(settings).ToList();
        if (problems.Count > 0) throw new OptionsValidationException(SeedanceOptions.Section, typeof(SeedanceOptions), problems);
    }

    private static void AddUploads(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<SeedanceOptions>, UploadOptionsValidator>();
        services.AddSingleton<HostAddress>();
        services.AddSingleton<UploadContainer>();
        services.AddSingleton<UploadedMedia>();
        services.AddSingleton<PictureRequests>();
        services.AddSingleton<Jobs>();
        services.AddSingleton<UploadAdmission>();
    }

    private static void AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        var storage = StorageSettings.From(configuration);
        var tables = new TableClientOptions();
        tables.RetryPolicy = new StorageRetries(tables.Retry.MaxRetries);
        services.AddSingleton(_ => storage.ConnectionString is { } connection
            ? new TableServiceClient(connection, tables)
            : new TableServiceClient(storage.TableServiceUri!, new DefaultAzureCredential(), tables));
        var blobs = new BlobClientOptions();
        blobs.RetryPolicy = new StorageRetries(blobs.Retry.MaxRetries);
        services.AddSingleton(_ => storage.ConnectionString is { } connection
            ? new BlobServiceClient(connection, blobs)
            : new BlobServiceClient(storage.BlobServiceUri!, new DefaultAzureCredential(), blobs));
        services.AddHostedService(provider => new StorageCreation(
            provider.GetRequiredService<TableServiceClient>(),
            provider.GetRequiredService<VideoStore>(),
            provider.GetRequiredService<UploadContainer>(),
            configuration["AzureWebJobsStorage"]));
    }

    private static void AddProviders(this IServiceCollection services)
    {
        services.AddProviderClient(ProviderNames.EvoLink, "https://api.evolink.ai");
        services.AddProviderClient(ProviderNames.SeedanceApi, "https://seedanceapi.org");
        services.AddSingleton(provider =>
        {
            var (http, time) = (provider.GetRequiredService<IHttpClientFactory>(), provider.GetRequiredService<TimeProvider>());
            provider.GetRequiredService<IOptions<SeedanceOptions>>().Value.Providers.TryGetValue(ProviderNames.EvoLink, out var evoLink);
            return new VideoProviders(new Dictionary<string, IVideoProvider>
            {
                [ProviderNames.EvoLink] = new EvoLinkProvider(
                    http.CreateClient(ProviderNames.EvoLink), time, evoLink?.HonoursIdempotencyKey ?? true),
                [ProviderNames.SeedanceApi] = new SeedanceApiProvider(http.CreateClient(ProviderNames.SeedanceApi), time),
            });
        });
    }

    private static void AddProviderClient(this IServiceCollection services, string name, string defaultBaseUrl)
        => services.AddHttpClient(name)
            .ConfigureHttpClient((provider, client) =>
            {
                provider.GetRequiredService<IOptions<SeedanceOptions>>().Value.Providers.TryGetValue(name, out var settings);
                // With a slash at the end the API's paths are joined to the whole of it.
                client.BaseAddress = new Uri((settings?.BaseUrl is { Length: > 0 } url ? url : defaultBaseUrl).TrimEnd('/') + '/');
                client.Timeout = TimeSpan.FromSeconds(settings?.TimeoutSeconds ?? new ProviderOptions().TimeoutSeconds);
                client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", settings?.Key);
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                // The clients live as long as the app; connections must not, or a changed DNS answer is never seen.
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                AllowAutoRedirect = false,
                UseCookies = false,
                AutomaticDecompression = DecompressionMethods.All,
            })
            .RemoveAllLoggers();

    // Addresses that someone else chose: reached only through the outbound guard, and never logged.
    private static void AddGuardedClient(
        this IServiceCollection services, string name, TimeSpan timeout, Func<SeedanceOptions, OutboundRules> rules)
        => services.AddHttpClient(name, client => client.Timeout = timeout)
            .ConfigurePrimaryHttpMessageHandler(provider => OutboundGuard.CreateHandler(
                rules(provider.GetRequiredService<IOptions<SeedanceOptions>>().Value)))
            .RemoveAllLoggers();
}
