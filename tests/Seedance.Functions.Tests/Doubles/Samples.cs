using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace Seedance.Functions.Tests.Doubles;

internal static class Samples
{
    public const string Client = "studio";
    public const string ClientKey = "studio-key";
    public const string ProviderTaskId = "cgt-1";
    public const string IdentityToken = "token-of-the-identity";

    public static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly string CallbackSecret = "whsec_" + Convert.ToBase64String(new byte[32]);

    public static VideoRequest Request => new()
    {
        Provider = ProviderNames.EvoLink,
        Model = "seedance-2.0-text-to-video",
        Prompt = "A fox in the snow",
        DurationSeconds = 5,
        Resolution = "720p",
        AspectRatio = "16:9",
        GenerateAudio = true,
    };

    public static TaskRecord Record => new()
    {
        Id = TaskId.New(Now),
        Client = Client,
        Request = Request,
        CreatedAt = Now,
        UpdatedAt = Now,
        LinkBase = "https://videos.example.com",
    };

    public static TaskRecord Completed => Record with
    {
        State = TaskState.Completed,
        Stage = TaskStage.Done,
        Progress = 80,
        Video = new StoredVideo("studio/2026/03/01/x.mp4", 12, "abc"),
    };

    public static SeedanceOptions Options
    {
        get
        {
            var options = new SeedanceOptions
            {
                PublicBaseUrl = "https://videos.example.com",
                WebhookKey = Key(1),
                WebhookKeyPrevious = Key(2),
                LinkKey = Key(3),
            };
            options.Providers[ProviderNames.EvoLink] = new ProviderOptions { ApiKey = "provider-key" };
            options.Clients[Client] = new ClientOptions { KeySha256 = Sha256Of(ClientKey), CallbackSecret = CallbackSecret };
            return options;
        }
    }

    public static Azure.Core.TokenCredential Identity
        => Azure.Core.DelegatedTokenCredential.Create((_, _) => new Azure.Core.AccessToken(IdentityToken, DateTimeOffset.MaxValue));

    public static WaitingPlan Plan => WaitingPlan.From(new WaitingOptions(), webhooksOn: false);

    public static IOptions<T> As<T>(T options)
        where T : class => Microsoft.Extensions.Options.Options.Create(options);

    public static string Key(byte fill) => Convert.ToBase64String(Enumerable.Repeat(fill, 32).ToArray());

    public static string Sha256Of(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    public static ProviderTask ProviderTask(TaskState state, params string[] links) => new()
    {
        Id = ProviderTaskId,
        State = state,
        ProviderStatus = state.Word(),
        ResultUrls = links,
    };

    public static TaskReference ReferenceTo(TaskRecord record) => new(record.Client, record.Id);
}
