namespace Seedance.Tests.Requests;

/// <summary>The validation matrix, one rule a test, its columns the models of the two providers.</summary>
public sealed class ValidationMatrixTests
{
    private const string T2V = "seedance-2.0-text-to-video";
    private const string T2VFast = "seedance-2.0-fast-text-to-video";
    private const string I2V = "seedance-2.0-image-to-video";
    private const string I2VFast = "seedance-2.0-fast-image-to-video";
    private const string R2V = "seedance-2.0-reference-to-video";
    private const string R2VFast = "seedance-2.0-fast-reference-to-video";
    private const string Other = "seedanceapi";

    private static readonly string[] Columns = [T2V, T2VFast, I2V, I2VFast, R2V, R2VFast, Other];
    private static readonly string[] EvoLinkColumns = Columns[..^1];

    [Fact]
    public void A_minimal_request_is_taken_in_every_column() => Assert.All(Columns, column => Accepts(column, ""));

    [Fact]
    public void V01_a_prompt_is_needed_everywhere() =>
        Assert.All(Columns, column => Refuses(column, "", "INVALID_PROMPT", prompt: " "));

    [Fact]
    public void V02_a_prompt_is_capped_by_a_setting_at_EvoLink_and_at_2000_at_seedanceapi()
    {
        Assert.All(EvoLinkColumns, column => Accepts(column, "", new string('p', 10_000)));
        Assert.All(EvoLinkColumns, column => Refuses(column, "", "INVALID_PROMPT", new string('p', 10_001)));
        Refuses(Other, "", "INVALID_PROMPT", new string('p', 2001));
        Assert.Equal(["INVALID_PROMPT"], Bodies.Codes(
            RequestFormat.EvoLink, """{"model":"seedance-2.0","prompt":"four"}""", new RequestRules { EvoLinkPromptCharacters = 3 }));
    }

    [Fact]
    public void V03_V04_durations()
    {
        for (var seconds = -2; seconds <= 17; seconds++)
        {
            Assert.All(EvoLinkColumns, column => Judge(seconds is >= 4 and <= 15, column, $",\"duration\":{seconds}", "INVALID_DURATION"));
            Judge(seconds is 4 or 8 or 12, Other, $",\"duration\":\"{seconds}\"", "INVALID_DURATION");
        }
    }

    [Theory]
    [InlineData("480p", "1111111")]
    [InlineData("720p", "1111111")]
    [InlineData("1080p", "1010100")]
    [InlineData("4k", "0000000")]
    [InlineData("720P", "0000000")]
    [InlineData("", "0000000")]
    public void V06_resolutions(string value, string taken) =>
        JudgeEach(taken, column => $",\"{(column == Other ? "resolution" : "quality")}\":\"{value}\"", "INVALID_RESOLUTION");

    [Theory]
    [InlineData("16:9", "1111111")]
    [InlineData("9:16", "1111111")]
    [InlineData("1:1", "1111111")]
    [InlineData("4:3", "1111111")]
    [InlineData("3:4", "1111111")]
    [InlineData("21:9", "1111111")]
    [InlineData("9:21", "0000001")]
    [InlineData("adaptive", "1111110")]
    [InlineData("2:1", "0000000")]
    public void V07_aspect_ratios(string value, string taken) =>
        JudgeEach(taken, _ => $",\"aspect_ratio\":\"{value}\"", "INVALID_ASPECT_RATIO");

    [Fact]
    public void V08_V09_V10_V13_files_in_every_number_and_mixture()
    {
        for (var images = 0; images <= 10; images++)
        {
            for (var videos = 0; videos <= 4; videos++)
            {
                for (var audios = 0; audios <= 4; audios++)
                    Assert.All(EvoLinkColumns, column => JudgeFiles(column, images, videos, audios));
            }
            Judge(images <= 1, Other, $",\"image_urls\":[{Urls(images, "png")}]", "TOO_MANY_IMAGES");
        }
    }

    [Fact]
    public void V16_V17_options()
    {
        JudgeEach("1100000", column => Search(column, "true"), "PARAMETER_NOT_SUPPORTED", "UNKNOWN_PARAMETER");
        JudgeEach("0000001", _ => ",\"fixed_lens\":true", "PARAMETER_NOT_SUPPORTED");
        JudgeEach("1111111", _ => ",\"fixed_lens\":false", "");
        JudgeEach("1111110", column => Search(column, "false"), "UNKNOWN_PARAMETER");

        static string Search(string column, string value) =>
            column == Other ? $",\"web_search\":{value}" : $",\"model_params\":{{\"web_search\":{value}}}";
    }

    [Theory]
    [InlineData("content_filter", "false")]
    [InlineData("enable_audio", "true")]
    [InlineData("lock_camera", "true")]
    [InlineData("seed", "1")]
    [InlineData("watermark", "false")]
    [InlineData("mode", "\"text\"")]
    [InlineData("Prompt", "\"x\"")]
    public void V18_V22_what_a_door_does_not_have_is_refused_by_name(string member, string value) =>
        JudgeEach("0000000", _ => $",\"{member}\":{value}", "UNKNOWN_PARAMETER");

    [Fact]
    public void V19_a_callback_is_checked_whatever_the_model() =>
        JudgeEach("0000000", _ => ",\"callback_url\":\"https://10.0.0.5/x\"", "INVALID_CALLBACK_URL");

    [Fact]
    public void V23_sound_is_true_or_false() =>
        JudgeEach("0000000", _ => ",\"generate_audio\":\"true\"", "INVALID_PARAMETER_TYPE");

    [Fact]
    public void V24_an_empty_array_is_as_good_as_none() =>
        JudgeEach("1111111", column => column == Other ? "" : ",\"audio_urls\":[]" + (column is R2V or R2VFast ? "" : ",\"video_urls\":[]"), "");

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("\" \"")]
    public void V25_an_empty_entry_is_no_URL(string entry) =>
        Assert.All([R2V, R2VFast], column => Refuses(column, $",\"audio_urls\":[{entry}]", "INVALID_MEDIA_URL"));

    [Fact]
    public void V26_a_picture_may_be_given_twice() =>
        Assert.Equal(2, Bodies.Accepted(
            RequestFormat.EvoLink, $$"""{"model":"{{I2V}}","prompt":"x","image_urls":["https://e.com/1.png","https://e.com/1.png"]}""").ImageUrls.Count);

    private static void JudgeFiles(string column, int images, int videos, int audios)
    {
        var reference = column is R2V or R2VFast;
        var most = column switch { T2V or T2VFast => 0, I2V or I2VFast => 2, _ => 9 };
        var expected = new List<string>();
        if (images > most)
            expected.Add(most == 0 ? "MEDIA_NOT_SUPPORTED" : "TOO_MANY_IMAGES");
        if (videos > (reference ? 3 : 0))
            expected.Add(reference ? "TOO_MANY_VIDEOS" : "MEDIA_NOT_SUPPORTED");
        if (audios > (reference ? 3 : 0))
            expected.Add(reference ? "TOO_MANY_AUDIOS" : "MEDIA_NOT_SUPPORTED");
        if (column is I2V or I2VFast && images == 0)
            expected.Add("IMAGE_REQUIRED");
        if (reference && images + videos == 0)
            expected.Add(audios > 0 ? "AUDIO_REQUIRES_VISUAL" : "REFERENCE_MEDIA_REQUIRED");
        if (reference && images + videos + audios > 12)
            expected.Add("TOO_MANY_FILES");
        var files = $"\"image_urls\":[{Urls(images, "png")}],\"video_urls\":[{Urls(videos, "mp4")}],\"audio_urls\":[{Urls(audios, "mp3")}]";

        Assert.Equal(expected, Bodies.Codes(RequestFormat.EvoLink, $$"""{"model":"{{column}}","prompt":"x",{{files}}}"""));
    }

    private static void JudgeEach(string taken, Func<string, string> rest, params string[] codes)
    {
        for (var i = 0; i < Columns.Length; i++)
        {
            var actual = Codes(Columns[i], rest(Columns[i]));
            var asExpected = taken[i] == '1' ? actual.Length == 0 : actual.Length == 1 && codes.Contains(actual[0]);
            Assert.True(asExpected, $"{Columns[i]}: {string.Join(", ", actual)}");
        }
    }

    private static void Judge(bool taken, string column, string rest, string code) =>
        Assert.Equal(taken ? [] : [code], Codes(column, rest));

    private static void Accepts(string column, string rest, string prompt = "x") => Assert.Empty(Codes(column, rest, prompt));

    private static void Refuses(string column, string rest, string code, string prompt = "x") =>
        Assert.Equal([code], Codes(column, rest, prompt));

    private static string[] Codes(string column, string rest, string prompt = "x")
    {
        var model = column switch
        {
            Other => "",
            T2V or T2VFast => $",\"model\":\"{column}\"",
            I2V or I2VFast => $",\"model\":\"{column}\",\"image_urls\":[\"https://e.com/1.png\"]",
            _ => $",\"model\":\"{column}\",\"video_urls\":[\"https://e.com/1.mp4\"]",
        };
        return Bodies.Codes(column == Other ? RequestFormat.SeedanceApi : RequestFormat.EvoLink, $$"""{"prompt":"{{prompt}}"{{model}}{{rest}}}""");
    }

    private static string Urls(int count, string extension) =>
        string.Join(',', Enumerable.Range(1, count).Select(i => $"\"https://e.com/{i}.{extension}\""));
}
