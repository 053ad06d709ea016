namespace Seedance.Tests.Providers;

/// <summary>Where the links to a finished video are.</summary>
public sealed class ResultLinkTests
{
    [Theory]
    [InlineData("""{"video":{"url":"https://e.com/v"}}""")]
    [InlineData("""{"content":{"video_url":"https://e.com/v","last_frame_url":"https://e.com/last"}}""")]
    [InlineData("""{"videos":[{"url":"https://e.com/v","duration":8}]}""")]
    [InlineData("""{"metadata":{"url":"https://e.com/v"}}""")]
    [InlineData("""{"data":{"result_url":"https://e.com/v"}}""")]
    [InlineData("""{"output":{"results":["https://e.com/v"]}}""")]
    [InlineData("""{"results":[{"video":{"url":"https://e.com/v"}}]}""")]
    [InlineData("""{"results":"[\"https://e.com/v\"]"}""")]
    [InlineData("""{"data":{"resultJson":"{\"resultUrls\":[\"https://e.com/v\"],\"input\":{\"video_urls\":[\"https://e.com/in.mp4\"]}}"}}""")]
    [InlineData("""{"data":{"task_result":{"videos":[{"id":"1","url":"https://e.com/v"}]}}}""")]
    [InlineData("""{"data":{"data":{"content":{"video_url":"https://e.com/v"}}}}""")]
    [InlineData("""{"result":{"videoUrls":["https://e.com/v"]}}""")]
    [InlineData("""{"task":{"output":{"download-url":"  https://e.com/v\n"}}}""")]
    [InlineData("""[{"generations":[{"uri":"https://e.com/v"}]}]""")]
    public void A_link_is_found_wherever_clients_find_it(string answer) => AssertFound(answer, "https://e.com/v");

    [Theory]
    [InlineData("""{"anything":[{"else":{"href":"https://e.com/A.MP4?sig=a%2Fb"}}]}""", "https://e.com/A.MP4?sig=a%2Fb")]
    [InlineData("""{"choices":[{"message":{"role":"assistant","content":"Here: [video](https://e.com/v.mov)."}}]}""", "https://e.com/v.mov")]
    [InlineData("""{"note":"done, see https://e.com/v.mp4."}""", "https://e.com/v.mp4")]
    [InlineData("""{"results":"https://e.com/1,https://e.com/2"}""", "https://e.com/1 https://e.com/2")]
    [InlineData("""{"somewhere":"https://e.com/far.mp4","url":"https://e.com/page","results":["https://e.com/1"]}""", "https://e.com/1 https://e.com/page https://e.com/far.mp4")]
    [InlineData("""{"video_url":"https://e.com/v","results":["https://e.com/v"],"somewhere":"https://e.com/page"}""", "https://e.com/v")]
    public void Any_link_to_a_video_file_is_the_last_resort(string answer, string links) => AssertFound(answer, links);

    [Theory]
    [InlineData("""{"results":["https://e.com/last.png","https://e.com/report.json?x=1","https://e.com/v"]}""", "https://e.com/v")]
    [InlineData("""{"results":[{"type":"image","url":"https://e.com/i"},{"type":"video","url":"https://e.com/v"}]}""", "https://e.com/v https://e.com/i")]
    [InlineData("""{"result":{"thumbnail_url":"https://e.com/t.mp4","cover":{"url":"https://e.com/c"},"video_url":"https://e.com/v"}}""", "https://e.com/v https://e.com/t.mp4")]
    [InlineData("""{"preview":"https://e.com/p.mp4","clip":"https://e.com/v.mp4"}""", "https://e.com/v.mp4 https://e.com/p.mp4")]
    [InlineData("""{"type":"image_to_video","results":["https://e.com/v"]}""", "https://e.com/v")]
    public void What_is_evidently_no_video_comes_last_or_not_at_all(string answer, string links) => AssertFound(answer, links);

    [Theory]
    [InlineData("""{"image_urls":["https://e.com/a.mp4"],"video_urls":["https://e.com/b.mp4"],"audioUrls":["https://e.com/c.mp4"]}""")]
    [InlineData("""{"input":{"video_url":"https://e.com/a.mp4"},"callback_url":"https://e.com/hook.mp4"}""")]
    [InlineData("""{"data":{"request":{"prompt":"like https://e.com/a.mp4","results":["https://e.com/b.mp4"]}}}""")]
    [InlineData("""{"output":{"input_video":"https://e.com/a.mp4","reference_videos":["https://e.com/b.mp4"]}}""")]
    [InlineData("""{"param":"{\"video_url\":\"https://e.com/a.mp4\"}","webhookUrl":"https://e.com/b.mp4"}""")]
    [InlineData("""{"content":[{"type":"video_url","video_url":{"url":"https://e.com/a.mp4"},"role":"reference_video"}]}""")]
    [InlineData("""{"results":["ftp://e.com/a.mp4","e.com/a.mp4","//e.com/a.mp4","",null,7,{}],"url":"file:///a.mp4"}""")]
    public void Links_of_the_request_and_what_is_no_link_are_none(string answer) => AssertFound(answer, "");

    private static void AssertFound(string answer, string links)
        => Assert.Equal(links, string.Join(' ', ResultLinks.Find(ProviderJson.Parse(answer)).Links));
}
