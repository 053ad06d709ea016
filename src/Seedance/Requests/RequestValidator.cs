namespace Seedance.Requests;

/// <summary>Checks a body against the capabilities of the model that is to serve it.</summary>
internal sealed class RequestValidator(RequestRules rules, RequestMembers members, RequestBody body, Violations violations)
{
    /// <summary>Adds every violation.</summary>
    /// <param name="model">The row that limits the request, or null when it is not known which applies.</param>
    public void Validate(ModelCapabilities? model)
    {
        CheckPrompt(model);
        if (model is not null)
        {
            CheckDuration(model);
            CheckChoice(members.Resolution, ViolationCodes.InvalidResolution, body.Resolution, model.Resolutions, model);
            CheckChoice("aspect_ratio", ViolationCodes.InvalidAspectRatio, body.AspectRatio, model.AspectRatios, model);
            CheckFiles(model);
            CheckOption("model_params.web_search", body.WebSearch, model.WebSearch, model);
            CheckOption("fixed_lens", body.FixedLens, model.FixedLens, model);
        }
        CheckUrls("image_urls", body.ImageUrls, model?.ImageFormats ?? FileFormats.Images);
        CheckUrls("video_urls", body.VideoUrls, FileFormats.Videos);
        CheckUrls("audio_urls", body.AudioUrls, FileFormats.Audios);
        if (body.InputVideoSeconds is { } seconds) CheckInputVideoSeconds(seconds);
        if (body.CallbackUrl is { } url && !CallbackUrl.TryParse(url, rules.Callbacks, out _))
        {
            Add("callback_url", ViolationCodes.InvalidCallbackUrl,
                "must be a public https URL of at most 2048 characters, without user name or password");
        }
    }

    private void CheckPrompt(ModelCapabilities? model)
    {
        if (string.IsNullOrWhiteSpace(body.Prompt))
        {
            if (body.Prompt is not null || !body.Has("prompt"))
                Add("prompt", ViolationCodes.InvalidPrompt, "is required and may not be blank");
            return;
        }
        var limit = model?.PromptCharacters ?? rules.EvoLinkPromptCharacters;
        if (body.Prompt.Length <= limit || body.Prompt.EnumerateRunes().Count() is var characters && characters <= limit) return;
        violations.Add("prompt", ViolationCodes.InvalidPrompt,
            $"prompt_too_long: a prompt may have {limit} characters; this one has {characters}.");
    }

    private void CheckDuration(ModelCapabilities model)
    {
        if (body.Duration is not { } seconds || model.Durations.Contains(seconds)) return;
        if (seconds == VideoRequest.SmartDuration && model.SmartDuration) return;
        var contiguous = model.Durations[^1] - model.Durations[0] == model.Durations.Count - 1;
        var offered = contiguous ? $"{model.Durations[0]} to {model.Durations[^1]}" : string.Join(", ", model.Durations);
        Add("duration", ViolationCodes.InvalidDuration, $"must be one of {offered} seconds");
    }

    private void CheckChoice(string member, string code, string? value, IReadOnlyList<string> offered, ModelCapabilities model)
    {
        if (value is not null && !offered.Contains(value))
            Add(member, code, $"must be one of {string.Join(", ", offered)} for {model.Model} at {model.Provider}");
    }

    private void CheckFiles(ModelCapabilities model)
    {
        var (images, videos, audios) = (body.ImageUrls.Count, body.VideoUrls.Count, body.AudioUrls.Count);
        CheckCount("image_urls", ViolationCodes.TooManyImages, images, model.Images.Max, model);
        CheckCount("video_urls", ViolationCodes.TooManyVideos, videos, model.Videos.Max, model);
        CheckCount("audio_urls", ViolationCodes.TooManyAudios, audios, model.Audios.Max, model);
        if (images < model.Images.Min)
        {
            Add("image_urls", ViolationCodes.ImageRequired,
                body.Has("image_urls") ? $"may not be empty for {model.Model}" : $"must have at least one image for {model.Model}");
        }
        if (model.Mode != GenerationMode.Reference) return;
        if (images + videos == 0 && audios > 0)
            Add("audio_urls", ViolationCodes.AudioRequiresVisual, "must come with at least one image or video");
        else if (images + videos == 0)
            Add("image_urls", ViolationCodes.ReferenceMediaRequired, $"or video_urls must have at least one entry for {model.Model}");
        if (images + videos + audios > rules.MaxFiles)
        {
            violations.Add("", ViolationCodes.TooManyFiles,
                $"A request may have {rules.MaxFiles} files in all; this one has {images + videos + audios}.");
        }
    }

    private void CheckCount(string member, string tooMany, int count, int max, ModelCapabilities model)
    {
        if (count <= max) return;
        if (max == 0)
            Add(member, ViolationCodes.MediaNotSupported, $"is not supported by {model.Model} at {model.Provider}");
        else
            Add(member, tooMany, $"may have {(max == 1 ? "one entry" : $"{max} entries")} for {model.Model} at {model.Provider}");
    }

    private void CheckOption(string member, bool? wanted, bool supported, ModelCapabilities model)
    {
        if (wanted == true && !supported)
            Add(member, ViolationCodes.ParameterNotSupported, $"is not supported by {model.Model} at {model.Provider}");
    }

    // EvoLink, parameter guide: each video 2 to 15 seconds, all together at most 15.
    private void CheckInputVideoSeconds(List<decimal?> seconds)
    {
        const string Member = "input_video_seconds";
        const decimal Min = 2, Max = 15;
        var videos = body.VideoUrls.Count;
        if (videos == 0)
        {
            Refuse(Member, "must come with video_urls");
        }
        else if (body.InputVideoSecondsIsTotal)
        {
            if (seconds[0] < Min * videos || seconds[0] > Max)
                Refuse(Member, $"must be at least {Min} seconds for each video and at most {Max} in all");
        }
        else
        {
            if (seconds.Count != videos) Refuse(Member, $"must have {videos} entries, one for each video");
            var wrong = seconds.FindIndex(each => each < Min || each > Max);
            if (wrong >= 0)
                Refuse($"{Member}[{wrong}]", $"must be from {Min} to {Max} seconds");
            else if (seconds.Sum() > Max)
                Refuse(Member, $"may be {Max} seconds in all");
        }

        void Refuse(string member, string what) => Add(member, ViolationCodes.InvalidInputVideoSeconds, what);
    }

    private void CheckUrls(string member, List<string?> urls, FrozenSet<string> formats)
    {
        foreach (var (index, url) in urls.Index())
        {
            if (url is null) continue;
            if (MediaUrl.Refuse(url, out var uri) is { } reason)
                violations.Add($"{member}[{index}]", ViolationCodes.InvalidMediaUrl, reason);
            else if (MediaUrl.ForeignExtension(uri!, formats) is { } extension)
            {
                violations.Add($"{member}[{index}]", ViolationCodes.UnsupportedMediaFormat,
                    $".{extension} is not one of {string.Join(", ", formats.Order())}.");
            }
        }
    }

    private void Add(string member, string code, string what) => violations.Add(member, code, $"{member} {what}.");
}
