using System.Text;
using Seedance.Capabilities;
using Seedance.Requests;

namespace Seedance.Tests.Fuzz;

/// <summary>Makes bodies: valid ones, ones with something wrong, and ones with their bytes damaged.</summary>
internal sealed class BodyGenerator(Random random)
{
    private static readonly RequestRules[] Settings =
    [
        new(),
        new() { SeedanceApiDoorProvider = ProviderNames.EvoLink },
        new() { EvoLinkDoorProvider = ProviderNames.SeedanceApi },
        new() { EvoLinkPromptCharacters = 100, MaxFiles = 5 },
        new()
        {
            AllowMiniModels = true,
            Allow4k = true,
            AllowSmartDuration = true,
            RelaxedImageFormats = new HashSet<ModelTier> { ModelTier.Fast },
        },
    ];

    public FuzzBody Next()
    {
        var door = random.Next(3) == 0 ? FrontDoor.SeedanceApi : FrontDoor.EvoLink;
        var rules = Settings[random.Next(Settings.Length)];
        var json = Json(door);
        var bytes = Encoding.UTF8.GetBytes(json);
        return random.Next(12) switch
        {
            <= 5 => new FuzzBody(door, rules, bytes, true, "plain"),
            6 or 7 => new FuzzBody(door, rules, Damage.Bytes(bytes, random), false, "damaged"),
            8 => new FuzzBody(door, rules, Damage.Nested(json, random), false, "nested"),
            9 => new FuzzBody(door, rules, Damage.Escapes(json, random), false, "escapes"),
            10 => new FuzzBody(door, rules, Damage.Encoding(json, random), false, "encoding"),
            _ => new FuzzBody(door, rules, Damage.Noise(random), false, "noise"),
        };
    }

    private string Json(FrontDoor door)
    {
        // A request that has many wrong things says little about each: most have none to two.
        var wrong = random.Next(4) switch { 0 or 1 => 0.0, 2 => 0.06, _ => 0.25 };
        var members = new List<string>();
        var isEvoLink = door == FrontDoor.EvoLink;
        var kind = random.Next(3);
        if (isEvoLink)
            Add("model", Model(kind, wrong), always: true);
        Add("prompt", Pick(Pools.Prompts, Pools.OddPrompts, wrong), always: true);
        Add(isEvoLink ? "quality" : "resolution", Pick(Pools.Resolutions, Pools.OddResolutions, wrong));
        Add("aspect_ratio", Pick(Pools.Ratios, Pools.OddRatios, wrong));
        Add("duration", isEvoLink ? Pick(Pools.Durations, Pools.OddDurations, wrong) : Pick(Pools.TextDurations, Pools.OddDurations, wrong));
        Add("generate_audio", Pick(Pools.Booleans, Pools.OddValues, wrong));
        Add("callback_url", Pick(Pools.Callbacks, Pools.OddCallbacks, wrong));
        AddFiles(isEvoLink, kind, wrong);
        if (random.Next(8) == 0)
            Add("provider", Pick(["\"evolink\"", "\"seedanceapi\""], ["\"ark\"", "\"EvoLink\"", "1", "null"], wrong));
        if (isEvoLink && random.Next(4) == 0)
            Add("model_params", Pick(["{\"web_search\":false}", "{}", "{\"web_search\":true}"], Pools.OddModelParams, wrong));
        if (random.Next(6) == 0)
            Add("fixed_lens", Pick(["false", "true"], Pools.OddValues, wrong));
        if (random.NextDouble() < wrong)
            Add(Pools.Unknown[random.Next(Pools.Unknown.Length)], Pools.OddValues[random.Next(Pools.OddValues.Length)], always: true);
        if (members.Count > 0 && random.NextDouble() < wrong / 3)
            members.Add(members[random.Next(members.Count)]);
        var order = members.ToArray();
        random.Shuffle(order);
        return "{" + string.Join(random.Next(2) == 0 ? "," : " ,\n\t", order) + "}";

        void Add(string name, string value, bool always = false)
        {
            if (always ? random.NextDouble() >= wrong / 2 : random.Next(2) == 0)
                members.Add($"\"{name}\":{value}");
        }

        void AddFiles(bool evoLink, int files, double odd)
        {
            var images = (evoLink, files) switch
            {
                (_, 0) => 0,
                (true, 1) => random.Next(1, 3),
                (true, _) => random.Next(0, 10),
                _ => random.Next(0, 2),
            };
            AddUrls("image_urls", images, Pools.Images, Pools.OddImages, odd);
            if (!evoLink)
                return;
            var videos = files == 2 ? random.Next(0, 4) : 0;
            AddUrls("video_urls", videos, Pools.Videos, Pools.OddVideos, odd);
            AddUrls("audio_urls", files == 2 ? random.Next(0, 4) : 0, Pools.Audios, Pools.OddAudios, odd);
            if (videos > 0 && random.Next(2) == 0)
                members.Add($"\"input_video_seconds\":{Seconds(videos, odd)}");
        }

        void AddUrls(string name, int count, string[] good, string[] bad, double odd)
        {
            if (random.NextDouble() < odd)
                count = random.Next(0, 12);
            if (count == 0 && random.Next(4) != 0)
                return;
            members.Add($"\"{name}\":[{string.Join(',', Enumerable.Range(0, count).Select(_ => Pick(good, bad, odd / 2)))}]");
        }
    }

    private string Model(int kind, double wrong)
    {
        if (random.NextDouble() < wrong)
            return Pools.OddModels[random.Next(Pools.OddModels.Length)];
        var mode = kind switch { 0 => "text", 1 => "image", _ => "reference" };
        return random.Next(6) switch
        {
            0 or 1 => "\"seedance-2.0\"",
            2 => $"\"seedance-2.0-fast-{mode}-to-video\"",
            3 => $"\"seedance-2.0-mini-{mode}-to-video\"",
            _ => $"\"seedance-2.0-{mode}-to-video\"",
        };
    }

    private string Seconds(int videos, double wrong)
    {
        if (random.NextDouble() < wrong)
            return Pools.OddSeconds[random.Next(Pools.OddSeconds.Length)];
        return random.Next(2) == 0
            ? Pick(["6", "9.5", "15", "1.2e1"], ["16", "1.99"], wrong)
            : $"[{string.Join(',', Enumerable.Range(0, videos).Select(_ => Pick(["2", "3.5", "5"], ["1", "15.5"], wrong)))}]";
    }

    private string Pick(string[] good, string[] bad, double wrong)
    {
        var pool = random.NextDouble() < wrong ? bad : good;
        return pool[random.Next(pool.Length)];
    }
}
