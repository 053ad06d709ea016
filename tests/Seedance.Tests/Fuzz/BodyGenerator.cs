using System.Text;

namespace Seedance.Tests.Fuzz;

internal sealed record FuzzBody(RequestFormat Door, RequestRules Rules, byte[] Bytes, string Kind)
{
    public override string ToString()
        => $"{Kind}, {Door}, {Convert.ToBase64String(Bytes)}{Environment.NewLine}{Encoding.UTF8.GetString(Bytes)}";
}

/// <summary>Makes bodies: usual ones, ones with something odd, which need not be wrong, and ones with their bytes damaged.</summary>
internal sealed class BodyGenerator(Random random)
{
    private static readonly RequestRules[] Settings =
    [
        new(),
        new() { SeedanceApiDefaultProvider = ProviderNames.EvoLink },
        new() { EvoLinkDefaultProvider = ProviderNames.SeedanceApi },
        new() { EvoLinkPromptCharacters = 100, MaxFiles = 5 },
        new()
        {
            AllowMiniModels = true,
            Allow4k = true,
            AllowSmartDuration = true,
            RelaxedImageFormats = new HashSet<ModelTier> { ModelTier.Fast },
        },
    ];

    // Values as they stand in JSON.
    private static readonly string[] Prompts =
        ["\"A calm sea\"", "\"城市日落延时摄影\"", "\"a \\\"quoted\\\" \\u00e9 \\ud83c\\udfac @image3\"", Long(101)];

    private static readonly string[] OddPrompts = ["\"\"", "\" \\n\\t\"", "\"\\u3000\"", Long(2001), Long(10_001), "\"\\u0000\"", .. OddValues];

    private static readonly string[] Ratios = ["\"16:9\"", "\"9:16\"", "\"1:1\"", "\"4:3\"", "\"21:9\""];

    private static readonly string[] OddDurations =
    [
        "3", "16", "0", "-1", "7.5", "8.0", "8e0", "\"8\"", "\"5\"", "\"08\"", "\"8 \"", "\"٨\"", "\"\"", "2147483648",
        "99999999999999999999999999999999999999", "1e400", "-0", .. OddValues,
    ];

    private static readonly string[] OddSeconds =
        ["[2,2,2,2]", "[null]", "-1", "0", "1e999", "1e-999", "[1e999]", "15.000000000000000000001", "30", .. OddValues];

    private static readonly string[] OddUrls =
    [
        "\"data:image/png;base64,AAAA\"", "\"ftp://e.com/1.png\"", "\"/1.png\"", "\"e.com/1.png\"", "\"https://\"", "\"https:///1.png\"",
        "\"https://u:p@e.com/1.png\"", "\"https://@e.com/1.png\"", "\"https://e.com/a b.png\"", "\"https://e.com\\\\1.png\"",
        "\"https://e.com/1.gif\"", "\"https://e.com/1.tiff\"", "\"https://127.0.0.1/\"", "\"https://[::ffff:10.0.0.1]/\"",
        "\"https://0x7f000001/\"", "\"https://127\\u30020\\u30020\\u30021/\"", "\"https://[fe80::1%25eth0]/\"", "\"https://[\"",
        $"\"https://e.com/{new string('x', 2035)}\"", .. OddValues,
    ];

    private static readonly string[] Unknown = ["enable_audio", "", "PROMPT", "prompt ", "\\u0000", "web_search", "🎬", "\\ud83c"];

    private static string[] OddValues => ["\"true\"", "\"x\"", "1", "true", "null", "[]", "{}", "1e999", "[[[]]]", "\"\\u0000\"", "\"\\ud83c\""];

    public FuzzBody Next()
    {
        var door = random.Next(3) == 0 ? RequestFormat.SeedanceApi : RequestFormat.EvoLink;
        var json = Json(door == RequestFormat.EvoLink);
        var bytes = Encoding.UTF8.GetBytes(json);
        var (kind, body) = random.Next(12) switch
        {
            <= 5 => ("plain", bytes),
            6 or 7 => ("damaged", Damage.Bytes(bytes, random)),
            8 => ("nested", Damage.Nested(json, random)),
            9 => ("escapes", Damage.Escapes(json, random)),
            10 => ("encoding", Damage.Encoding(json, random)),
            _ => ("noise", Damage.Noise(random)),
        };
        return new FuzzBody(door, Settings[random.Next(Settings.Length)], body, kind);
    }

    private string Json(bool isEvoLink)
    {
        // A request that has many odd things says little about each: most have none to two.
        var odd = random.Next(4) switch { 0 or 1 => 0.0, 2 => 0.06, _ => 0.25 };
        var (members, mode) = (new List<string>(), random.Next(3));
        if (isEvoLink) Add("model", 1, [Model(mode)], ["\"seedance-2.5\"", "\"Seedance-2.0\"", .. OddValues]);
        Add("prompt", 1, Prompts, OddPrompts);
        Add(isEvoLink ? "quality" : "resolution", 0.5, ["\"480p\"", "\"720p\"", "\"1080p\""], ["\"4k\"", "\"720P\"", .. OddValues]);
        Add("aspect_ratio", 0.5, Ratios, ["\"adaptive\"", "\"9:21\"", "\"16x9\"", .. OddValues]);
        Add("duration", 0.5, isEvoLink ? ["4", "5", "8", "12", "15"] : ["\"4\"", "\"8\"", "\"12\""], OddDurations);
        Add("generate_audio", 0.5, ["true", "false"], OddValues);
        Add("callback_url", 0.5, ["\"https://example.com/hook\"", "\"https://e.com:443/x?y=1#z\""], OddUrls);
        AddUrls("image_urls", mode switch { 0 => 0, 1 => 1, _ => isEvoLink ? random.Next(10) : 1 }, "png", "WEBP#x", "jpg?x=.gif", "");
        if (isEvoLink)
        {
            var videos = mode == 2 ? random.Next(4) : 0;
            AddUrls("video_urls", videos, "mp4", "MOV");
            AddUrls("audio_urls", mode == 2 ? random.Next(4) : 0, "mp3", "wav");
            Add("input_video_seconds", videos > 0 ? 0.5 : 0, ["9.5", "15", $"[{string.Join(',', Enumerable.Repeat("3.5", videos))}]"], OddSeconds);
            Add("model_params", 0.25, ["{\"web_search\":false}", "{}"],
                ["{\"web_search\":1}", "{\"web_search\":true,\"web_search\":false}", "{\"search\":true}", .. OddValues]);
        }
        Add("provider", 0.1, ["\"evolink\"", "\"seedanceapi\""], ["\"ark\"", "\"EvoLink\"", .. OddValues]);
        Add("fixed_lens", 0.2, ["false", "true"], OddValues);
        Add(Pick(Unknown), odd, OddValues, OddValues);
        if (members.Count > 0 && random.NextDouble() < odd / 3) members.Add(Pick([.. members]));
        var order = members.ToArray();
        random.Shuffle(order);
        return "{" + string.Join(random.Next(2) == 0 ? "," : " ,\n\t", order) + "}";

        void Add(string name, double likelihood, string[] usual, string[] others)
        {
            if (random.NextDouble() < likelihood - (odd / 2)) members.Add($"\"{name}\":{Pick(random.NextDouble() < odd ? others : usual)}");
        }

        void AddUrls(string name, int count, params string[] extensions)
        {
            if (random.NextDouble() < odd) count = random.Next(12);
            if (count == 0 && random.Next(4) != 0) return;
            var urls = Enumerable.Range(0, count)
                .Select(i => random.NextDouble() < odd / 2 ? Pick(OddUrls) : $"\"https://e.com/{i}.{Pick(extensions)}\"");
            members.Add($"\"{name}\":[{string.Join(',', urls)}]");
        }
    }

    private string Model(int mode)
    {
        var word = mode switch { 0 => "text", 1 => "image", _ => "reference" };
        return Pick(["\"seedance-2.0\"", $"\"seedance-2.0-{word}-to-video\"", $"\"seedance-2.0-fast-{word}-to-video\"",
            $"\"seedance-2.0-mini-{word}-to-video\""]);
    }

    private string Pick(string[] pool) => pool[random.Next(pool.Length)];

    private static string Long(int characters) => $"\"{new string('x', characters)}\"";
}
