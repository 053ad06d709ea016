using System.Collections.Frozen;

namespace Seedance.Requests;

/// <summary>What an unknown member was probably meant to be: another provider's name for the same thing, or a near spelling.</summary>
internal static class MemberSuggestion
{
    private static readonly FrozenDictionary<string, BodyMember> Synonyms = new Dictionary<string, BodyMember>
    {
        ["quality"] = BodyMember.Resolution,
        ["resolution"] = BodyMember.Resolution,
        ["ratio"] = BodyMember.AspectRatio,
        ["enable_audio"] = BodyMember.GenerateAudio,
        ["with_audio"] = BodyMember.GenerateAudio,
        ["audio"] = BodyMember.GenerateAudio,
        ["lock_camera"] = BodyMember.FixedLens,
        ["camera_fixed"] = BodyMember.FixedLens,
        ["image"] = BodyMember.ImageUrls,
        ["images"] = BodyMember.ImageUrls,
        ["image_url"] = BodyMember.ImageUrls,
        ["first_frame"] = BodyMember.ImageUrls,
        ["video_url"] = BodyMember.VideoUrls,
        ["audio_url"] = BodyMember.AudioUrls,
        ["seconds"] = BodyMember.Duration,
        ["text"] = BodyMember.Prompt,
        ["web_search"] = BodyMember.WebSearch,
        ["webhook"] = BodyMember.CallbackUrl,
        ["webhook_url"] = BodyMember.CallbackUrl,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>A known name of this door, or null.</summary>
    public static string? For(string name, DoorContract door) =>
        (Synonyms.TryGetValue(name, out var member) ? door.NameOf(member) : null) ?? NearestName.Find(name, door.Names);
}
