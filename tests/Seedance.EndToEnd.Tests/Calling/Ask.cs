namespace Seedance.EndToEnd.Tests.Calling;

/// <summary>A request for one video. Its token, in the prompt, is how a test finds it again at the simulator.</summary>
internal sealed record Ask(string Provider)
{
    public const string EvoLink = "evolink";
    public const string SeedanceApi = "seedanceapi";

    public string Token { get; } = $"e2e{Guid.NewGuid():N}";

    /// <summary>What goes wrong at the simulator, in its notation: "drop_after", "poll.status status=503 times=1".</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    public Uri? CallbackUrl { get; init; }

    public JsonObject Body => new(CallbackUrl is null ? [] : [new("callback_url", CallbackUrl.AbsoluteUri)])
    {
        ["model"] = "seedance-2.0-text-to-video",
        ["prompt"] = string.Join(' ', [$"A lighthouse at dusk – 日落 🗼, {Token}", .. Faults.Select(fault => $"[[fault:{fault}]]")]),
        ["duration"] = 8,
        ["provider"] = Provider,
    };

    public static Ask With(string provider, params string[] faults) => new(provider) { Faults = faults };
}
