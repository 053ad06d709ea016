using System.Text.Json;
using Seedance.Requests;

namespace Seedance.Tests.Requests;

public sealed class VideoRequestJsonTests
{
    [Fact]
    public void A_request_survives_its_JSON()
    {
        var request = Bodies.Accepted(FrontDoor.EvoLink, """
            {"model":"seedance-2.0","prompt":"城","image_urls":["https://e.com/1.png"],"duration":7,"callback_url":"https://e.com/x"}
            """);

        var json = JsonSerializer.Serialize(request, JsonSerializerOptions.Web);
        var again = JsonSerializer.Deserialize<VideoRequest>(json, JsonSerializerOptions.Web)!;

        Assert.Equal(request.ImageUrls, again.ImageUrls);
        Assert.Equal(request with { ImageUrls = [], VideoUrls = [], AudioUrls = [] }, again with { ImageUrls = [], VideoUrls = [], AudioUrls = [] });
        Assert.Contains("\"durationSeconds\":7", json, StringComparison.Ordinal);
    }
}
