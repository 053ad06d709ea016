using Seedance.Requests;

namespace Seedance.Tests.Requests;

public sealed class ReadingCostTests
{
    [Fact]
    public void Reading_allocates_less_than_20_KB()
    {
        var reader = new RequestReader(new RequestRules());
        var body = """
            {"model":"seedance-2.0-reference-to-video","prompt":"Use @video1 camera movement throughout the clip and @audio1 as background music","image_urls":["https://example.com/ref1.jpg","https://example.com/ref2.jpg"],"video_urls":["https://example.com/reference.mp4"],"audio_urls":["https://example.com/bgm.mp3"],"duration":10,"quality":"720p","aspect_ratio":"16:9","generate_audio":true,"callback_url":"https://example.com/hook"}
            """u8.ToArray();
        Assert.IsType<RequestReading.Accepted>(reader.Read(FrontDoor.EvoLink, body));

        var before = GC.GetAllocatedBytesForCurrentThread();
        reader.Read(FrontDoor.EvoLink, body);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 20_000);
    }
}
