namespace Seedance.Requests;

/// <summary>What a member of a request body means, whatever its name at a door.</summary>
internal enum BodyMember
{
    Provider,
    Model,
    Prompt,
    ImageUrls,
    VideoUrls,
    AudioUrls,
    InputVideoSeconds,
    Duration,
    Resolution,
    AspectRatio,
    GenerateAudio,
    ModelParams,
    WebSearch,
    FixedLens,
    CallbackUrl,
}
