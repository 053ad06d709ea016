namespace Seedance.Tests.Fuzz;

internal sealed record FuzzBody(RequestFormat Format, RequestRules Rules, byte[] Bytes, string Kind)
{
    public override string ToString()
        => $"{Kind}, {Format}, {Convert.ToBase64String(Bytes)}{Environment.NewLine}{Encoding.UTF8.GetString(Bytes)}";
}

/// <summary>Makes bodies: good ones, ones with odd members, which need not be wrong, and ones with their bytes damaged.</summary>
internal sealed class BodyGenerator(Random random)
{
    private static readonly RequestRules[] Settings =
    [
        new(), new() { SeedanceApiDefaultProvider = ProviderNames.EvoLink }, new() { EvoLinkDefaultProvider = ProviderNames.SeedanceApi },
        new() { EvoLinkPromptCharacters = 100, MaxFiles = 5 },
        new() { AllowMiniModels = true, Allow4k = true, AllowSmartDuration = true, RelaxedImageFormats = true },
    ];

    private static readonly string[][] EvoLinkBodies = Members(
        """{"model":"seedance-2.0","prompt":"a \"quoted\" \u00e9 \ud83c\udfac @image3","model_params":{"web_search":true}}""",
        """{"model":"seedance-2.0-fast-image-to-video","prompt":"城市日落","image_urls":["https://e.com/1.WEBP#x"],"duration":15}""",
        """
        {"model":"seedance-2.0-reference-to-video","prompt":"A calm sea","video_urls":["https://e.com/1.MOV","https://e.com/2.mp4"],
        "audio_urls":["https://e.com/1.mp3"],"input_video_seconds":[3.5,2],"callback_url":"https://e.com:443/x?y=1#z"}
        """,
        """{"model":"seedance-2.0-text-to-video","prompt":"x","quality":"1080p","aspect_ratio":"adaptive","generate_audio":false}""",
        """{"model":"seedance-2.0","prompt":"x","provider":"seedanceapi","fixed_lens":true}""");

    private static readonly string[][] SeedanceApiBodies = Members(
        """{"prompt":"A calm sea","resolution":"480p","duration":"12","generate_audio":true}""",
        """{"prompt":"x","image_urls":["https://e.com/1.jpg?x=.gif"],"aspect_ratio":"9:21","fixed_lens":true}""");

    private static readonly string[] Names =
    [
        "model", "prompt", "image_urls", "video_urls", "audio_urls", "duration", "quality", "resolution", "aspect_ratio", "generate_audio",
        "model_params", "callback_url", "input_video_seconds", "fixed_lens", "provider", "", "PROMPT", "\\u0000", "\\ud83c", "web_search",
    ];

    private static readonly string[] Values =
    [
        "null", "true", "[]", "{}", "[[[]]]", "[null]", "1", "-1", "-0", "5.0", "8e0", "7.5", "1e999", "2147483648",
        "99999999999999999999999999", "\"\"", "\" \"", "\"08\"", "\"٨\"", "\"\\u0000\"", "\"\\ud83c\"", "\"4k\"",
        "\"evolink\"", "\"seedance-2.5\"", "\"https://e.com/hook\"", "[1e999]", "[15.000000000000000000001]",
        "{\"web_search\":1}", "{\"web_search\":true,\"web_search\":false}",
        $"\"{new string('x', 2001)}\"", $"\"{new string('x', 10_001)}\"",
        .. new[]
        {
            "data:image/png;base64,AAAA", "ftp://e.com/1.png", "/1.png", "https://", "https:///1.png", "https://u:p@e.com/1.png",
            "https://e.com/a b.png", "https://e.com\\\\1.png", "https://e.com/1.gif", "https://127.0.0.1/", "https://[::ffff:10.0.0.1]/",
            "https://127\\u30020\\u30020\\u30021/", "https://[fe80::1%25eth0]/", "https://[", $"https://e.com/{new string('x', 2035)}",
        }.SelectMany(url => new[] { $"\"{url}\"", $"[\"{url}\"]" }),
    ];

    private static readonly string[] BadEscapes = ["\\ud83c", "\\udfac\\ud83c", "\\u12", "\\x41", "\\", "\\ud83c\\n", "\u0001"];

    public FuzzBody Next()
    {
        var format = random.Next(3) == 0 ? RequestFormat.SeedanceApi : RequestFormat.EvoLink;
        var json = Json(format == RequestFormat.EvoLink ? EvoLinkBodies : SeedanceApiBodies);
        var (kind, bytes) = random.Next(12) switch
        {
            <= 5 => ("plain", Encoding.UTF8.GetBytes(json)),
            6 or 7 => ("damaged", Damaged(Encoding.UTF8.GetBytes(json))),
            8 => ("nested", Encoding.UTF8.GetBytes(json.Insert(random.Next(2), Nested()))),
            9 => ("escapes", Encoding.UTF8.GetBytes(json.Insert(json.IndexOf('"', random.Next(json.Length / 2)) + 1, Pick(BadEscapes)))),
            10 => ("encoding", Pick([Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32, Encoding.Latin1]).GetBytes(json + "é")),
            _ => ("noise", Noise()),
        };
        return new FuzzBody(format, Pick(Settings), bytes, kind);
    }

    private string Json(string[][] bodies)
    {
        var members = Pick(bodies).ToList();
        for (var odd = random.Next(4) - 1; odd > 0; odd--)
        {
            var at = random.Next(members.Count);
            if (random.Next(2) == 0) members[at] = $"{members[at].Split(':')[0]}:{Pick(Values)}";
            else members.Insert(at, random.Next(3) == 0 ? members[at] : $"\"{Pick(Names)}\":{Pick(Values)}");
        }
        var order = members.ToArray();
        random.Shuffle(order);
        return "{" + string.Join(random.Next(2) == 0 ? "," : " ,\n\t", order) + "}";
    }

    private byte[] Damaged(byte[] body)
    {
        var bytes = body.ToList();
        for (var change = random.Next(1, 5); change > 0 && bytes.Count > 0; change--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes.Insert(at, "\"\\[]{}:,0u.e-/@ "u8[random.Next(16)]); break;
                case 2: bytes.RemoveRange(at, Math.Min(random.Next(1, 8), bytes.Count - at)); break;
                case 3: bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(40), bytes.Count - at))); break;
                default: bytes.RemoveRange(at, bytes.Count - at); break;
            }
        }
        return [.. bytes];
    }

    private string Nested()
    {
        var (open, close) = random.Next(2) == 0 ? ("[", "]") : ("{\"a\":", "}");
        var depth = random.Next(1, 3000);
        return $"\"x\":{string.Concat(Enumerable.Repeat(open, depth))}1{string.Concat(Enumerable.Repeat(close, depth))},";
    }

    private byte[] Noise()
    {
        var noise = new byte[random.Next(200)];
        random.NextBytes(noise);
        return noise;
    }

    // As they stand in JSON.
    private static string[][] Members(params string[] bodies) =>
        [.. bodies.Select(body => JsonElement.Parse(body).EnumerateObject().Select(member => $"{member}").ToArray())];

    private T Pick<T>(T[] pool) => pool[random.Next(pool.Length)];
}
