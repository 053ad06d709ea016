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

    public JsonObject Body
    {
        get
        {
            var body = new JsonObject
            {
                ["model"] = "seedance-2.0-text-to-video",
                ["prompt"] = string.Join(' ', [$"A lighthouse at dusk, {Token}", .. Faults.Select(fault => $"[[fault:{fault}]]")]),
                ["duration"] = 8,
                ["provider"] = Provider,
            };
            if (CallbackUrl is not null) body["callback_url"] = CallbackUrl.AbsoluteUri;
            return body;
        }
    }

    public static Ask With(string provider, params string[] faults) => new(provider) { Faults = faults };
}
