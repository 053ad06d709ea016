using System.Collections.Frozen;
using Seedance.Capabilities;
using Seedance.Outbound;

namespace Seedance.Requests;

/// <summary>Holds a body against the capabilities of the model that is to serve it.</summary>
internal sealed class RequestValidator(RequestRules rules, DoorContract door, RequestBody body, Violations violations)
{
    /// <summary>Adds every violation.</summary>
    /// <param name="model">The row that limits the request, or null when nothing says which applies.</param>
    public void Validate(ModelCapabilities? model)
    {
        CheckPrompt(model);
        if (model is not null)
        {
            CheckChoices(model);
            CheckFiles(model);
            CheckOptions(model);
        }
        CheckUrls(BodyMember.ImageUrls, body.ImageUrls, model?.ImageFormats ?? FileFormats.Images);
        CheckUrls(BodyMember.VideoUrls, body.VideoUrls, FileFormats.Videos);
        CheckUrls(BodyMember.AudioUrls, body.AudioUrls, FileFormats.Audios);
        if (body.InputVideoSeconds is { } seconds)
            CheckInputVideoSeconds(seconds);
        CheckCallback();
    }

    private void CheckPrompt(ModelCapabilities? model)
    {
        if (string.IsNullOrWhiteSpace(body.Prompt))
        {
            if (body.Prompt is not null || !body.Has(BodyMember.Prompt))
                violations.Add("prompt", ViolationCodes.InvalidPrompt, "prompt is required and may not be blank.");
            return;
        }
        var limit = model?.PromptCharacters ?? rules.EvoLinkPromptCharacters;
        if (body.Prompt.Length <= limit)
            return;
        var characters = 0;
        foreach (var _ in body.Prompt.EnumerateRunes())
            characters++;
        if (characters > limit)
        {
            violations.Add("prompt", ViolationCodes.InvalidPrompt,
                $"prompt_too_long: a prompt may have {limit} characters; this one has {characters}.");
        }
    }

    private void CheckChoices(ModelCapabilities model)
    {
        if (body.Duration is { } seconds && !model.Durations.Contains(seconds)
            && !(model.SmartDuration && seconds == VideoRequest.SmartDuration))
        {
            var contiguous = model.Durations[^1] - model.Durations[0] == model.Durations.Count - 1;
            var offered = contiguous ? $"{model.Durations[0]} to {model.Durations[^1]}" : string.Join(", ", model.Durations);
            Add(BodyMember.Duration, ViolationCodes.InvalidDuration, $"must be one of {offered} seconds");
        }
        CheckChoice(BodyMember.Resolution, ViolationCodes.InvalidResolution, body.Resolution, model.Resolutions, model);
        CheckChoice(BodyMember.AspectRatio, ViolationCodes.InvalidAspectRatio, body.AspectRatio, model.AspectRatios, model);
    }

    private void CheckChoice(BodyMember member, string code, string? value, IReadOnlyList<string> offered, ModelCapabilities model)
    {
        if (value is not null && !offered.Contains(value))
            Add(member, code, $"must be one of {string.Join(", ", offered)} for {model.Model} at {model.Provider}");
    }

    private void CheckFiles(ModelCapabilities model)
    {
        var (images, videos, audios) = (body.ImageUrls.Count, body.VideoUrls.Count, body.AudioUrls.Count);
        CheckCount(BodyMember.ImageUrls, ViolationCodes.TooManyImages, images, model.Images, model);
        CheckCount(BodyMember.VideoUrls, ViolationCodes.TooManyVideos, videos, model.Videos, model);
        CheckCount(BodyMember.AudioUrls, ViolationCodes.TooManyAudios, audios, model.Audios, model);
        if (images < model.Images.Min && !body.Has(BodyMember.ImageUrls))
            Add(BodyMember.ImageUrls, ViolationCodes.ImageRequired, $"must have at least one image for {model.Model}");
        else if (images < model.Images.Min)
            Add(BodyMember.ImageUrls, ViolationCodes.ImageRequired, $"may not be empty for {model.Model}");
        if (model.Mode != GenerationMode.Reference)
            return;
        if (images + videos == 0 && audios > 0)
            Add(BodyMember.AudioUrls, ViolationCodes.AudioRequiresVisual, "must come with at least one image or video");
        else if (images + videos == 0)
        {
            Add(BodyMember.ImageUrls, ViolationCodes.ReferenceMediaRequired,
                $"or {door.NameOf(BodyMember.VideoUrls)} must have at least one entry for {model.Model}");
        }
        if (images + videos + audios > rules.MaxFiles)
        {
            violations.Add("", ViolationCodes.TooManyFiles,
                $"A request may have {rules.MaxFiles} files in all; this one has {images + videos + audios}.");
        }
    }

    private void CheckCount(BodyMember member, string tooMany, int count, FileCount allowed, ModelCapabilities model)
    {
        if (count <= allowed.Max)
            return;
        var entries = allowed.Max == 1 ? "one entry" : $"{allowed.Max} entries";
        if (allowed.Max == 0)
            Add(member, ViolationCodes.MediaNotSupported, $"is not supported by {model.Model} at {model.Provider}");
        else
            Add(member, tooMany, $"may have {entries} for {model.Model} at {model.Provider}");
    }

    // EvoLink, parameter guide: each video 2 to 15 seconds, all together at most 15.
    private void CheckInputVideoSeconds(List<decimal?> seconds)
    {
        const decimal Shortest = 2, Longest = 15;
        var videos = body.VideoUrls.Count;
        if (videos == 0)
        {
            Add(BodyMember.InputVideoSeconds, ViolationCodes.InvalidInputVideoSeconds,
                $"must come with {door.NameOf(BodyMember.VideoUrls)}");
            return;
        }
        if (body.InputVideoSecondsInAll)
        {
            if (seconds[0] < Shortest * videos || seconds[0] > Longest)
            {
                Add(BodyMember.InputVideoSeconds, ViolationCodes.InvalidInputVideoSeconds,
                    $"must be at least {Shortest} seconds for each video and at most {Longest} in all");
            }
            return;
        }
        if (seconds.Count != videos)
            Add(BodyMember.InputVideoSeconds, ViolationCodes.InvalidInputVideoSeconds, $"must have {videos} entries, one for each video");
        for (var i = 0; i < seconds.Count; i++)
        {
            if (seconds[i] < Shortest || seconds[i] > Longest)
            {
                var entry = $"{door.NameOf(BodyMember.InputVideoSeconds)}[{i}]";
                violations.Add(entry, ViolationCodes.InvalidInputVideoSeconds, $"{entry} must be from {Shortest} to {Longest} seconds.");
                return;
            }
        }
        if (seconds.Sum() > Longest)
            Add(BodyMember.InputVideoSeconds, ViolationCodes.InvalidInputVideoSeconds, $"may be {Longest} seconds in all");
    }

    private void CheckOptions(ModelCapabilities model)
    {
        if (body.WebSearch == true && !model.WebSearch)
            Add(BodyMember.WebSearch, ViolationCodes.ParameterNotSupported, $"is not supported by {model.Model} at {model.Provider}");
        if (body.FixedLens == true && !model.FixedLens)
            Add(BodyMember.FixedLens, ViolationCodes.ParameterNotSupported, $"is not supported by {model.Model} at {model.Provider}");
    }

    private void CheckUrls(BodyMember member, List<string?> urls, FrozenSet<string> formats)
    {
        for (var i = 0; i < urls.Count; i++)
        {
            if (urls[i] is not { } url)
                continue;
            if (MediaUrl.Refuse(url, out var uri) is { } reason)
                violations.Add($"{door.NameOf(member)}[{i}]", ViolationCodes.InvalidMediaUrl, reason);
            else if (MediaUrl.ForeignExtension(uri!, formats) is { } extension)
            {
                violations.Add($"{door.NameOf(member)}[{i}]", ViolationCodes.UnsupportedMediaFormat,
                    $".{extension} is not one of {string.Join(", ", formats.Order())}.");
            }
        }
    }

    private void CheckCallback()
    {
        if (body.CallbackUrl is { } url && !CallbackUrl.TryParse(url, rules.Callbacks, out _))
        {
            Add(BodyMember.CallbackUrl, ViolationCodes.InvalidCallbackUrl,
                "must be a public https URL of at most 2048 characters, without user name or password");
        }
    }

    private void Add(BodyMember member, string code, string what)
    {
        var name = door.NameOf(member)!;
        violations.Add(name, code, $"{name} {what}.");
    }
}
