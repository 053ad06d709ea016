namespace Seedance.Tests.Requests;

/// <summary>The validation matrix, one rule a test. Digits say which columns, the models of both providers, take a value.</summary>
public sealed class ValidationMatrixTests
{
    private const string Other = "seedanceapi";
    private static readonly string[] Columns = ["text", "fast-text", "image", "fast-image", "reference", "fast-reference", Other];

    [Fact]
    public void V01_a_minimal_request_is_taken_and_a_prompt_is_needed_everywhere()
    {
        JudgeEach("1111111", _ => "", "");
        Assert.All(Columns, column => Assert.Equal(["INVALID_PROMPT"], Codes(column, "", " ")));
    }

    [Fact]
    public void V02_a_prompt_is_capped_in_characters_not_in_code_units()
    {
        foreach (var column in Columns)
        {
            var limit = column == Other ? 2000 : 10_000;
            Assert.Empty(Codes(column, "", string.Concat(Enumerable.Repeat("🎬", limit))));
            Assert.Equal(["INVALID_PROMPT"], Codes(column, "", new string('p', limit + 1)));
        }
        Assert.Equal(["INVALID_PROMPT"], Bodies.Codes(
            RequestFormat.EvoLink, """{"model":"seedance-2.0","prompt":"four"}""", new RequestRules { EvoLinkPromptCharacters = 3 }));
    }

    [Fact]
    public void V03_V04_durations()
    {
        for (var seconds = -2; seconds <= 17; seconds++)
        {
            var evoLink = seconds is >= 4 and <= 15 ? "111111" : "000000";
            JudgeEach(
                evoLink + (seconds is 4 or 8 or 12 ? '1' : '0'),
                column => column == Other ? $",\"duration\":\"{seconds}\"" : $",\"duration\":{seconds}",
                "INVALID_DURATION");
        }
    }

    [Theory]
    [InlineData("480p", "1111111")]
    [InlineData("1080p", "1010100")]
    [InlineData("4k", "0000000")]
    [InlineData("720P", "0000000")]
    public void V06_resolutions(string value, string taken)
        => JudgeEach(taken, column => $",\"{(column == Other ? "resolution" : "quality")}\":\"{value}\"", "INVALID_RESOLUTION");

    [Theory]
    [InlineData("16:9 9:16 1:1 4:3 3:4 21:9", "1111111")]
    [InlineData("9:21", "0000001")]
    [InlineData("adaptive", "1111110")]
    [InlineData("2:1 16x9", "0000000")]
    public void V07_aspect_ratios(string values, string taken)
        => Assert.All(values.Split(' '), value => JudgeEach(taken, _ => $",\"aspect_ratio\":\"{value}\"", "INVALID_ASPECT_RATIO"));

    [Theory]
    [InlineData("text", 1, 0, 0, "MEDIA_NOT_SUPPORTED")]
    [InlineData("text", 0, 1, 1, "MEDIA_NOT_SUPPORTED", "MEDIA_NOT_SUPPORTED")]
    [InlineData("image", 0, 0, 0, "IMAGE_REQUIRED")]
    [InlineData("image", 3, 0, 0, "TOO_MANY_IMAGES")]
    [InlineData("fast-image", 1, 1, 0, "MEDIA_NOT_SUPPORTED")]
    [InlineData("reference", 0, 0, 0, "REFERENCE_MEDIA_REQUIRED")]
    [InlineData("reference", 0, 0, 1, "AUDIO_REQUIRES_VISUAL")]
    [InlineData("reference", 9, 0, 3)]
    [InlineData("reference", 9, 3, 1, "TOO_MANY_FILES")]
    [InlineData("fast-reference", 0, 3, 3)]
    [InlineData("fast-reference", 10, 4, 4, "TOO_MANY_IMAGES", "TOO_MANY_VIDEOS", "TOO_MANY_AUDIOS", "TOO_MANY_FILES")]
    public void V08_V09_V10_V13_numbers_of_files(string model, int images, int videos, int audios, params string[] codes)
    {
        var files = $"\"image_urls\":[{Urls(images, "png")}],\"video_urls\":[{Urls(videos, "mp4")}],\"audio_urls\":[{Urls(audios, "mp3")}]";
        var json = $$"""{"model":"seedance-2.0-{{model}}-to-video","prompt":"x",{{files}}}""";

        Assert.Equal(codes, Bodies.Codes(RequestFormat.EvoLink, json));
    }

    [Fact]
    public void V11_seedanceapi_takes_one_picture()
    {
        Assert.Empty(Codes(Other, $",\"image_urls\":[{Urls(1, "png")}]"));
        Assert.Equal(["TOO_MANY_IMAGES"], Codes(Other, $",\"image_urls\":[{Urls(2, "png")}]"));
    }

    [Fact]
    public void V16_V17_options()
    {
        JudgeEach("1100000", column => Search(column, "true"), "PARAMETER_NOT_SUPPORTED", "UNKNOWN_PARAMETER");
        JudgeEach("1111110", column => Search(column, "false"), "UNKNOWN_PARAMETER");
        JudgeEach("0000001", _ => ",\"fixed_lens\":true", "PARAMETER_NOT_SUPPORTED");
        JudgeEach("1111111", _ => ",\"fixed_lens\":false", "");

        static string Search(string column, string value)
            => column == Other ? $",\"web_search\":{value}" : $",\"model_params\":{{\"web_search\":{value}}}";
    }

    [Theory]
    [InlineData("\"enable_audio\":true", "UNKNOWN_PARAMETER")]
    [InlineData("\"seed\":1", "UNKNOWN_PARAMETER")]
    [InlineData("\"Prompt\":\"x\"", "UNKNOWN_PARAMETER")]
    [InlineData("\"callback_url\":\"https://10.0.0.5/x\"", "INVALID_CALLBACK_URL")]
    [InlineData("\"generate_audio\":\"true\"", "INVALID_PARAMETER_TYPE")]
    public void V18_V19_V22_V23_what_no_model_takes_is_refused(string member, string code) => JudgeEach("0000000", _ => $",{member}", code);

    [Fact]
    public void V24_V25_an_empty_array_is_none_and_an_empty_entry_is_no_URL()
    {
        JudgeEach("1111110", _ => ",\"audio_urls\":[]", "UNKNOWN_PARAMETER");
        foreach (var entry in new[] { "null", "\"\"", "\" \"" })
            Assert.Equal(["INVALID_MEDIA_URL"], Codes("reference", $",\"audio_urls\":[{entry}]"));
    }

    private static void JudgeEach(string taken, Func<string, string> rest, params string[] codes)
    {
        foreach (var (index, column) in Columns.Index())
        {
            var actual = Codes(column, rest(column));
            var asExpected = taken[index] == '1' ? actual.Length == 0 : actual.Length == 1 && codes.Contains(actual[0]);
            Assert.True(asExpected, $"{column}: {string.Join(", ", actual)}");
        }
    }

    private static string[] Codes(string column, string rest, string prompt = "x")
    {
        var files = column.Split('-')[^1] switch
        {
            "image" => ",\"image_urls\":[\"https://e.com/1.png\"]",
            "reference" => ",\"video_urls\":[\"https://e.com/1.mp4\"]",
            _ => "",
        };
        return column == Other
            ? Bodies.Codes(RequestFormat.SeedanceApi, $$"""{"prompt":"{{prompt}}"{{rest}}}""")
            : Bodies.Codes(
                RequestFormat.EvoLink, $$"""{"model":"seedance-2.0-{{column}}-to-video","prompt":"{{prompt}}"{{files}}{{rest}}}""");
    }

    private static string Urls(int count, string extension)
        => string.Join(',', Enumerable.Range(1, count).Select(i => $"\"https://e.com/{i}.{extension}\""));
}
