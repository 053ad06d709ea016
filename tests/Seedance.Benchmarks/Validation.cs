using System.Diagnostics;

namespace Seedance.Benchmarks;

/// <summary>What it takes to read, validate and price a request, and to fingerprint it.</summary>
internal static class Validation
{
    private const int WarmUps = 20_000;
    private const int Rounds = 400;
    private const int RequestsPerRound = 50;
    private const double GoalMicroseconds = 50;
    private const double GoalKilobytes = 20;

    private static readonly DateTimeOffset At = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly (string Name, RequestFormat Door, string Json)[] Bodies =
    [
        ("text", RequestFormat.EvoLink, """
            {"model":"seedance-2.0-text-to-video","prompt":"A macro shot of a glass frog on a green leaf, focus shifting to its transparent body and visible beating heart","duration":8,"quality":"720p","aspect_ratio":"16:9","generate_audio":true}
            """),
        ("12 references", RequestFormat.EvoLink, References()),
        ("seedanceapi", RequestFormat.SeedanceApi, """
            {"prompt":"A peaceful river flowing through a forest with birds singing","image_urls":["https://example.com/my-image.jpg"],"aspect_ratio":"16:9","resolution":"720p","duration":"8","generate_audio":true,"fixed_lens":true}
            """),
        ("9 things wrong", RequestFormat.EvoLink, """
            {"model":"seedance-2.0-fast-text-to-video","prompt":"","duration":"5","quality":"1080p","aspect_ratio":"2:1","image_urls":["ftp://e.com/1.png",null],"enable_audio":true,"callback_url":"https://localhost/x"}
            """),
    ];

    public static Task<IReadOnlyList<Measure>> RunAsync()
    {
        Console.WriteLine($"validation: {Rounds} rounds of {RequestsPerRound} requests ...");
        var measures = new List<Measure>();
        foreach (var (name, door, json) in Bodies)
            measures.AddRange(Run(name, door, Encoding.UTF8.GetBytes(json)));
        return Task.FromResult<IReadOnlyList<Measure>>(measures);
    }

    private static IEnumerable<Measure> Run(string name, RequestFormat door, byte[] body)
    {
        var (reader, prices) = (new RequestReader(new RequestRules()), new PriceBook());
        for (var request = 0; request < WarmUps; request++) Handle(reader, prices, door, body);

        var (microseconds, kilobytes) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var began = Stopwatch.GetTimestamp();
            for (var request = 0; request < RequestsPerRound; request++) Handle(reader, prices, door, body);
            microseconds.Add(Stopwatch.GetElapsedTime(began).TotalMicroseconds / RequestsPerRound);
            kilobytes.Add((GC.GetAllocatedBytesForCurrentThread() - allocated) / 1024.0 / RequestsPerRound);
        }
        yield return new($"validation, {name}, median", microseconds.Median(), "us", GoalMicroseconds);
        yield return new($"validation, {name}, allocated", kilobytes.Median(), "KB", GoalKilobytes);
    }

    private static void Handle(RequestReader reader, PriceBook prices, RequestFormat door, byte[] body)
    {
        if (reader.Read(door, body) is not RequestResult.Accepted accepted)
            return;
        GC.KeepAlive(prices.Price(accepted.Request, At));
        GC.KeepAlive(RequestFingerprint.Of(accepted.Request));
    }

    private static string References()
    {
        string Urls(int count, string extension) =>
            string.Join(',', Enumerable.Range(1, count).Select(i => $"\"https://storage.example.com/campaigns/reference-{i}.{extension}\""));
        return $$"""
            {"model":"seedance-2.0-reference-to-video","prompt":"Use @video1 camera movement throughout the clip and @image9 for the light",
             "image_urls":[{{Urls(9, "jpg")}}],"video_urls":[{{Urls(3, "mp4")}}],"duration":10,"quality":"1080p","callback_url":"https://example.com/hook"}
            """;
    }
}
