using Seedance.Requests;

namespace Seedance.Tests.Requests;

public sealed class InputVideoSecondsTests
{
    [Theory]
    [InlineData(1, "2", "2")]
    [InlineData(1, "15", "15")]
    [InlineData(1, "7.25", "7.25")]
    [InlineData(1, "1e1", "10")]
    [InlineData(1, "[3.5]", "3.5")]
    [InlineData(2, "[3, 5]", "8")]
    [InlineData(2, "8", "8")]
    [InlineData(3, "[2,2,11]", "15")]
    [InlineData(1, "[]", null)]
    public void Lengths_are_taken_as_a_total_or_one_for_each_video(int videos, string seconds, string? total) =>
        Assert.Equal(
            total is null ? null : decimal.Parse(total, System.Globalization.CultureInfo.InvariantCulture),
            Bodies.Accepted(FrontDoor.EvoLink, Json(videos, seconds)).InputVideoSeconds);

    [Theory]
    [InlineData(1, "1.99", "input_video_seconds")]
    [InlineData(1, "15.01", "input_video_seconds")]
    [InlineData(2, "3.99", "input_video_seconds")]
    [InlineData(1, "-3", "input_video_seconds")]
    [InlineData(1, "1e999", "input_video_seconds")]
    [InlineData(1, "[1]", "input_video_seconds[0]")]
    [InlineData(2, "[2, 15.5]", "input_video_seconds[1]")]
    [InlineData(2, "[8, 8]", "input_video_seconds")]
    [InlineData(2, "[8]", "input_video_seconds")]
    [InlineData(1, "[2, 2]", "input_video_seconds")]
    [InlineData(1, "[79228162514264337593543950335]", "input_video_seconds[0]")]
    public void Lengths_that_the_videos_cannot_have_are_refused(int videos, string seconds, string param)
    {
        var violation = Assert.Single(Bodies.Refused(FrontDoor.EvoLink, Json(videos, seconds)));

        Assert.Equal((param, "INVALID_INPUT_VIDEO_SECONDS"), (violation.Param, violation.Code));
    }

    [Theory]
    [InlineData("\"5\"", "input_video_seconds")]
    [InlineData("null", "input_video_seconds")]
    [InlineData("{}", "input_video_seconds")]
    [InlineData("[\"5\"]", "input_video_seconds[0]")]
    [InlineData("[[5]]", "input_video_seconds[0]")]
    [InlineData("[null]", "input_video_seconds[0]")]
    public void Lengths_are_numbers(string seconds, string param)
    {
        var violation = Assert.Single(Bodies.Refused(FrontDoor.EvoLink, Json(1, seconds)));

        Assert.Equal((param, "INVALID_PARAMETER_TYPE"), (violation.Param, violation.Code));
    }

    [Fact]
    public void Lengths_need_videos() =>
        Assert.Equal(["INVALID_INPUT_VIDEO_SECONDS"], Bodies.Codes(
            FrontDoor.EvoLink, """{"model":"seedance-2.0","prompt":"x","input_video_seconds":5}"""));

    [Fact]
    public void The_seedanceapi_door_has_no_such_member() =>
        Assert.Equal(["UNKNOWN_PARAMETER"], Bodies.Codes(FrontDoor.SeedanceApi, """{"prompt":"x","input_video_seconds":5}"""));

    private static string Json(int videos, string seconds)
    {
        var urls = string.Join(',', Enumerable.Range(1, videos).Select(i => $"\"https://e.com/{i}.mp4\""));
        return $$"""{"model":"seedance-2.0","prompt":"x","video_urls":[{{urls}}],"input_video_seconds":{{seconds}}}""";
    }
}
