namespace Seedance.Requests;

/// <summary>Whose member names, types and defaults a request body follows.</summary>
public enum RequestFormat
{
    /// <summary><c>POST /v1/videos/generations</c> of api.evolink.ai.</summary>
    EvoLink,

    /// <summary><c>POST /v1/generate</c> of seedanceapi.org.</summary>
    SeedanceApi,
}

/// <summary>The members and defaults of a format.</summary>
/// <param name="Members">The known members. They have the same names in both formats, except the resolution.</param>
/// <param name="Resolution">The name of the resolution.</param>
internal sealed record RequestMembers(
    string[] Members, string Resolution, bool DurationIsString, int DefaultDuration, string DefaultAspectRatio, bool DefaultAudio)
{
    public const string DefaultResolution = "720p";

    private static readonly RequestMembers EvoLink = new(
        ["model", "prompt", "image_urls", "video_urls", "audio_urls", "duration", "quality", "aspect_ratio", "generate_audio",
            "model_params", "callback_url", "input_video_seconds", "fixed_lens", "provider"],
        "quality", DurationIsString: false, DefaultDuration: 5, DefaultAspectRatio: "16:9", DefaultAudio: true);

    private static readonly RequestMembers SeedanceApi = new(
        ["prompt", "aspect_ratio", "resolution", "duration", "generate_audio", "fixed_lens", "image_urls", "callback_url", "provider"],
        "resolution", DurationIsString: true, DefaultDuration: 8, DefaultAspectRatio: "1:1", DefaultAudio: false);

    public bool HasModel => Members.Contains("model");

    public static RequestMembers Of(RequestFormat format) => format == RequestFormat.EvoLink ? EvoLink : SeedanceApi;
}
