using System.Text.Json;
using Seedance.Capabilities;
using Seedance.Requests;

namespace Seedance.Tests.Fuzz;

/// <summary>
/// The validation matrix a second time, from the providers' documents and not from the code under test, so that a slip in one
/// shows against the other. Gives the reasons to refuse a body.
/// </summary>
internal sealed class PartC(FuzzBody body)
{
    private readonly List<string> _reasons = [];
    private readonly bool _evoLinkDoor = body.Door == FrontDoor.EvoLink;

    public static IReadOnlyList<string> Judge(FuzzBody body)
    {
        var judge = new PartC(body);
        try
        {
            using var document = JsonDocument.Parse(body.Bytes);
            judge.JudgeRoot(document.RootElement);
        }
        catch (JsonException failure)
        {
            judge._reasons.Add($"V28 {failure.Message}");
        }
        catch (InvalidOperationException)
        {
            judge._reasons.Add("V28 text that is not Unicode");
        }
        return judge._reasons;
    }

    private void JudgeRoot(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            _reasons.Add("V28 no object");
            return;
        }
        var members = Members(root, _evoLinkDoor
            ? ["model", "prompt", "image_urls", "video_urls", "audio_urls", "duration", "quality", "aspect_ratio", "generate_audio",
                "model_params", "callback_url", "fixed_lens", "provider", "input_video_seconds"]
            : ["prompt", "aspect_ratio", "resolution", "duration", "generate_audio", "fixed_lens", "image_urls", "callback_url", "provider"]);

        var provider = Text(members, "provider") ?? (_evoLinkDoor ? body.Rules.EvoLinkDoorProvider : body.Rules.SeedanceApiDoorProvider);
        Refuse(provider is not ("evolink" or "seedanceapi") || !IsOffered(provider, members), "V20 provider");
        var (images, videos, audios) = (Files(members, "image_urls"), Files(members, "video_urls"), Files(members, "audio_urls"));
        var tier = "";
        var mode = videos.Count + audios.Count > 0 || images.Count > 2 ? "reference" : images.Count > 0 ? "image" : "text";
        if (provider == "seedanceapi" && mode == "reference")
            mode = images.Count > 0 ? "image" : "text";
        if (_evoLinkDoor)
            (tier, mode) = Model(Text(members, "model"), provider, mode);

        JudgePrompt(Text(members, "prompt"), provider);
        JudgeDuration(members, provider, tier);
        var resolution = Text(members, _evoLinkDoor ? "quality" : "resolution") ?? "720p";
        Refuse(!(resolution is "480p" or "720p" || (provider == "evolink" && tier == "" && resolution == "1080p")
            || (provider == "evolink" && tier == "" && resolution == "4k" && body.Rules.Allow4k)), "V06");
        var ratio = Text(members, "aspect_ratio") ?? "1:1";
        Refuse(ratio is not ("16:9" or "9:16" or "1:1" or "4:3" or "3:4" or "21:9")
            && ratio != (provider == "evolink" ? "adaptive" : "9:21"), "V07");
        _ = Flag(members, "generate_audio");
        Refuse(Flag(members, "fixed_lens") == true && provider != "seedanceapi", "V17");
        JudgeSearch(members, provider == "evolink" && mode == "text" && tier != "mini");

        JudgeCounts(mode, provider, images.Count, videos.Count, audios.Count);
        var relaxed = provider == "evolink" && tier == "fast" && body.Rules.RelaxedImageFormats.Contains(ModelTier.Fast);
        var pictures = relaxed ? "jpg jpeg png webp bmp gif tif tiff" : "jpg jpeg png webp";
        JudgeUrls(images, pictures);
        JudgeUrls(videos, "mp4 mov");
        JudgeUrls(audios, "wav mp3");
        JudgeInputSeconds(members, videos.Count);
        Refuse(Text(members, "callback_url") is { } callback && !UrlRules.IsPublicCallback(callback), "V19");
    }

    private bool IsOffered(string provider, Dictionary<string, JsonElement> members) =>
        true;

    private (string Tier, string Mode) Model(string? model, string provider, string resolved)
    {
        if (model == "seedance-2.0")
            return ("", resolved);
        foreach (var tier in new[] { "", "fast", "mini" })
        {
            foreach (var mode in new[] { "text", "image", "reference" })
            {
                if (model != $"seedance-2.0-{tier}{(tier == "" ? "" : "-")}{mode}-to-video")
                    continue;
                Refuse(tier == "mini" && !body.Rules.AllowMiniModels, "V20 mini");
                Refuse(provider == "seedanceapi" && (tier != "" || mode == "reference"), "V20 not there");
                return (tier, mode);
            }
        }
        _reasons.Add("V20");
        return ("", resolved);
    }

    private void JudgePrompt(string? prompt, string provider)
    {
        Refuse(string.IsNullOrWhiteSpace(prompt), "V01");
        var scalars = (prompt ?? "").Length - (prompt ?? "").Count(char.IsLowSurrogate);
        Refuse(scalars > (provider == "seedanceapi" ? 2000 : body.Rules.EvoLinkPromptCharacters), "V02");
    }

    private void JudgeDuration(Dictionary<string, JsonElement> members, string provider, string tier)
    {
        if (!members.TryGetValue("duration", out var duration))
            return;
        var wanted = _evoLinkDoor ? JsonValueKind.Number : JsonValueKind.String;
        Refuse(duration.ValueKind != wanted, "V05");
        if (duration.ValueKind != wanted)
            return;
        var text = _evoLinkDoor ? duration.GetRawText() : duration.GetString()!;
        string[] offered = provider == "seedanceapi"
            ? ["4", "8", "12"]
            : ["4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15"];
        var smart = text == "-1" && _evoLinkDoor && provider == "evolink" && tier != "mini" && body.Rules.AllowSmartDuration;
        Refuse(!offered.Contains(text) && !smart, "V03");
    }

    private void JudgeSearch(Dictionary<string, JsonElement> members, bool offered)
    {
        if (!members.TryGetValue("model_params", out var parameters))
            return;
        Refuse(parameters.ValueKind != JsonValueKind.Object, "V05 model_params");
        if (parameters.ValueKind == JsonValueKind.Object)
            Refuse(Flag(Members(parameters, ["web_search"]), "web_search") == true && !offered, "V16");
    }

    private void JudgeCounts(string mode, string provider, int images, int videos, int audios)
    {
        var most = (mode, provider) switch { ("text", _) => 0, ("image", "seedanceapi") => 1, ("image", _) => 2, _ => 9 };
        Refuse(images > most || (mode == "image" && images == 0), "V08");
        Refuse(videos > (mode == "reference" ? 3 : 0), "V09");
        Refuse(audios > (mode == "reference" ? 3 : 0), "V10");
        Refuse(mode == "reference" && images + videos == 0, "V11 V12");
        Refuse(mode == "reference" && images + videos + audios > body.Rules.MaxFiles, "V13");
    }

    private void JudgeUrls(List<string?> urls, string formats)
    {
        foreach (var url in urls)
        {
            Refuse(url is null || !UrlRules.IsFetchable(url), $"V14 V25 {url}");
            Refuse(url is not null && UrlRules.Extension(url) is { } extension && !formats.Split(' ').Contains(extension), $"V15 {url}");
        }
    }

    private void JudgeInputSeconds(Dictionary<string, JsonElement> members, int videos)
    {
        if (!members.TryGetValue("input_video_seconds", out var given))
            return;
        if (given.ValueKind == JsonValueKind.Array)
        {
            var entries = given.EnumerateArray().ToList();
            var seconds = entries.Select(Seconds).ToList();
            Refuse(seconds.Any(entry => entry is < 2 or > 15), "C-09 each");
            Refuse(seconds.Sum(entry => Math.Min(entry, 100)) > 15, "C-09 sum");
            Refuse(entries.Count > 0 && entries.Count != videos, "C-09 count");
            return;
        }
        Refuse(given.ValueKind != JsonValueKind.Number, "C-09 type");
        Refuse(given.ValueKind == JsonValueKind.Number && !(Seconds(given) >= 2 * videos && Seconds(given) <= 15), "C-09 total");
        Refuse(videos == 0, "C-09 no videos");
    }

    private static decimal Seconds(JsonElement entry) =>
        entry.ValueKind == JsonValueKind.Number && entry.TryGetDecimal(out var seconds) ? seconds : decimal.MaxValue;

    private Dictionary<string, JsonElement> Members(JsonElement parent, string[] known)
    {
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in parent.EnumerateObject())
        {
            Refuse(!known.Contains(member.Name), $"V22 {member.Name}");
            Refuse(!members.TryAdd(member.Name, member.Value), $"twice {member.Name}");
        }
        return members;
    }

    private string? Text(Dictionary<string, JsonElement> members, string name)
    {
        if (!members.TryGetValue(name, out var value))
            return null;
        Refuse(value.ValueKind != JsonValueKind.String, $"type of {name}");
        return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }

    private bool? Flag(Dictionary<string, JsonElement> members, string name)
    {
        if (!members.TryGetValue(name, out var value))
            return null;
        Refuse(value.ValueKind is not (JsonValueKind.True or JsonValueKind.False), $"V23 {name}");
        return value.ValueKind == JsonValueKind.True;
    }

    private List<string?> Files(Dictionary<string, JsonElement> members, string name)
    {
        if (!members.TryGetValue(name, out var value))
            return [];
        Refuse(value.ValueKind != JsonValueKind.Array, $"type of {name}");
        return value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select(entry => entry.ValueKind == JsonValueKind.String ? entry.GetString() : null)]
            : [];
    }

    private void Refuse(bool wrong, string reason)
    {
        if (wrong)
            _reasons.Add(reason);
    }
}
