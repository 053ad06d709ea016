using System.Text;
using System.Text.Json;

namespace Seedance.Requests;

/// <summary>The names, types and defaults of one front door.</summary>
internal sealed class DoorContract
{
    private readonly (BodyMember Member, string Name, byte[] Utf8)[] _members;

    private DoorContract(params (BodyMember Member, string Name)[] members) =>
        _members = [.. members.Select(entry => (entry.Member, entry.Name, Encoding.UTF8.GetBytes(entry.Name)))];

    public required bool DurationIsString { get; init; }

    public required int DefaultDuration { get; init; }

    public required string DefaultAspectRatio { get; init; }

    public required bool DefaultAudio { get; init; }

    public const string DefaultResolution = "720p";

    public bool TakesModel => NameOf(BodyMember.Model) is not null;

    public IEnumerable<string> Names => _members.Where(entry => entry.Member != BodyMember.WebSearch).Select(entry => entry.Name);

    public static DoorContract Of(FrontDoor door) => door == FrontDoor.EvoLink ? EvoLink : SeedanceApi;

    private static readonly DoorContract EvoLink = new(
        (BodyMember.Model, "model"),
        (BodyMember.Prompt, "prompt"),
        (BodyMember.ImageUrls, "image_urls"),
        (BodyMember.VideoUrls, "video_urls"),
        (BodyMember.AudioUrls, "audio_urls"),
        (BodyMember.Duration, "duration"),
        (BodyMember.Resolution, "quality"),
        (BodyMember.AspectRatio, "aspect_ratio"),
        (BodyMember.GenerateAudio, "generate_audio"),
        (BodyMember.ModelParams, "model_params"),
        (BodyMember.WebSearch, "model_params.web_search"),
        (BodyMember.CallbackUrl, "callback_url"),
        (BodyMember.InputVideoSeconds, "input_video_seconds"),
        (BodyMember.FixedLens, "fixed_lens"),
        (BodyMember.Provider, "provider"))
    {
        DurationIsString = false,
        DefaultDuration = 5,
        DefaultAspectRatio = "16:9",
        DefaultAudio = true,
    };

    private static readonly DoorContract SeedanceApi = new(
        (BodyMember.Prompt, "prompt"),
        (BodyMember.AspectRatio, "aspect_ratio"),
        (BodyMember.Resolution, "resolution"),
        (BodyMember.Duration, "duration"),
        (BodyMember.GenerateAudio, "generate_audio"),
        (BodyMember.FixedLens, "fixed_lens"),
        (BodyMember.ImageUrls, "image_urls"),
        (BodyMember.CallbackUrl, "callback_url"),
        (BodyMember.Provider, "provider"))
    {
        DurationIsString = true,
        DefaultDuration = 8,
        DefaultAspectRatio = "1:1",
        DefaultAudio = false,
    };

    /// <summary>The member's name at this door, or null when the door does not have it.</summary>
    public string? NameOf(BodyMember member)
    {
        foreach (var entry in _members)
        {
            if (entry.Member == member)
                return entry.Name;
        }
        return null;
    }

    /// <summary>The member that the reader's property name stands for, or null.</summary>
    public BodyMember? Find(ref Utf8JsonReader reader)
    {
        foreach (var (member, _, utf8) in _members)
        {
            if (member != BodyMember.WebSearch && reader.ValueTextEquals(utf8))
                return member;
        }
        return null;
    }
}
