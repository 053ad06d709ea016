namespace Seedance.Tests.Fuzz;

/// <summary>Values as they stand in JSON: of each member what is usual, and what is odd, which need not be wrong.</summary>
internal static class Pools
{
    public static readonly string[] Prompts =
        ["\"A calm sea\"", "\"城市日落延时摄影\"", "\"a \\\"quoted\\\" \\u00e9 \\ud83c\\udfac @image3\"", $"\"{new string('p', 101)}\""];

    public static readonly string[] OddPrompts =
        ["\"\"", "\" \\n\\t\"", "\"\\u3000\"", "null", "7", "[\"x\"]", Long(2000), Long(2001), Long(10_000), Long(10_001), "\"\\u0000\""];

    public static readonly string[] Resolutions = ["\"480p\"", "\"720p\"", "\"720p\"", "\"1080p\""];
    public static readonly string[] OddResolutions = ["\"4k\"", "\"4K\"", "\"720P\"", "\"\"", "720", "null", "\"1440p\""];
    public static readonly string[] Ratios = ["\"16:9\"", "\"9:16\"", "\"1:1\"", "\"4:3\"", "\"3:4\"", "\"21:9\""];
    public static readonly string[] OddRatios = ["\"adaptive\"", "\"9:21\"", "\"16x9\"", "\" 16:9\"", "1.78", "null", "{}"];
    public static readonly string[] Durations = ["4", "5", "8", "12", "15"];
    public static readonly string[] TextDurations = ["\"4\"", "\"8\"", "\"12\""];

    public static readonly string[] OddDurations =
    [
        "3", "16", "0", "-1", "-2", "7.5", "8.0", "8e0", "\"8\"", "\"5\"", "\"08\"", "\"-1\"", "\"8 \"", "\"٨\"", "\"\"", "null", "true",
        "2147483648", "99999999999999999999999999999999999999", "1e400", "-0", "[8]",
    ];

    public static readonly string[] Booleans = ["true", "false"];
    public static readonly string[] OddValues = ["\"true\"", "1", "null", "[]", "{}", "1e999", "[[[]]]", "\"\\u0000\""];
    public static readonly string[] OddModelParams =
        ["null", "[]", "{\"web_search\":1}", "{\"web_search\":true,\"web_search\":false}", "{\"search\":true}", "{\"web_search\":{\"a\":[]}}"];

    public static readonly string[] OddModels =
    [
        "\"seedance-2.5-text-to-video\"", "\"Seedance-2.0\"", "\"\"", "\"seedance-2.0 \"", "null", "2.0",
        "\"seedance-2.0-text-to-video\"", "\"seedance-2.0-image-to-video\"", "\"seedance-2.0-reference-to-video\"",
    ];

    public static readonly string[] Images =
        ["\"https://e.com/1.png\"", "\"http://e.com/1.jpg?x=.gif\"", "\"https://e.com/picture\"", "\"https://e.com/a/1.WEBP#x\"", "\"https://e.com:8443/1.jpeg\""];

    public static readonly string[] OddImages =
    [
        .. OddUrls, "\"https://e.com/1.gif\"", "\"https://e.com/1.tiff\"", "\"https://e.com/1.bmp?x=1.png\"", "\"https://e.com/1.mp4\"",
    ];

    public static readonly string[] Videos = ["\"https://e.com/1.mp4\"", "\"https://e.com/1.MOV\"", "\"https://e.com/video?id=7\""];
    public static readonly string[] OddVideos = [.. OddUrls, "\"https://e.com/1.avi\"", "\"https://e.com/1.png\""];
    public static readonly string[] Audios = ["\"https://e.com/1.mp3\"", "\"https://e.com/1.wav\""];
    public static readonly string[] OddAudios = [.. OddUrls, "\"https://e.com/1.ogg\""];

    public static readonly string[] OddSeconds =
        ["\"5\"", "null", "{}", "[]", "[2,2,2,2]", "[null]", "-1", "0", "1e999", "1e-999", "[1e999]", "15.000000000000000000001", "30"];

    public static readonly string[] Callbacks = ["\"https://example.com/hook\"", "\"https://172.32.0.1/x\"", "\"https://e.com:443/x?y=1#z\""];

    public static readonly string[] OddCallbacks =
    [
        "\"http://example.com/hook\"", "\"https://localhost/x\"", "\"https://127.0.0.1\"", "\"https://10.0.0.5\"", "\"https://172.16.0.1\"",
        "\"https://192.168.1.1\"", "\"https://169.254.169.254/latest\"", "\"https://[::1]/\"", "\"https://[fd00::1]/\"",
        "\"https://[::ffff:10.0.0.1]/\"", "\"https://[2606:4700::1111]/\"", "\"https://0x7f000001/\"", "\"https://2130706433/\"",
        "\"https://017700000001/\"", "\"https://127.1/\"", "\"https://user:p@x.com/\"", "\"https://@x.com/\"", "\"https://e.com:8443/\"",
        "\"https://127\\u30020\\u30020\\u30021/\"", "\"ftp://e.com/\"", "\"\"", "null", "\"https://e.com/a b\"", "\"https://e.com\\\\@10.0.0.1/\"",
        $"\"https://e.com/{new string('x', 2034)}\"", $"\"https://e.com/{new string('x', 2035)}\"", "[\"https://e.com\"]", "\"//e.com/x\"",
    ];

    public static readonly string[] Unknown =
        ["enable_audio", "lock_camera", "seed", "", "PROMPT", "prompt ", "content_filter", "\\u0000", "web_search", "mode", "🎬"];

    private static string[] OddUrls =>
    [
        "\"\"", "null", "7", "{}", "\" \"", "\"data:image/png;base64,AAAA\"", "\"ftp://e.com/1.png\"", "\"/1.png\"", "\"e.com/1.png\"", "\"#x\"",
        "\"https://\"", "\"https:///1.png\"", "\"https://u:p@e.com/1.png\"", "\"https://@e.com/1.png\"", "\"https://e.com/a b.png\"",
        "\"https://e.com\\\\1.png\"", "\"https://e.com/\\n1.png\"", "\"javascript:alert(1)\"", "\"file:///etc/passwd\"",
        $"\"https://e.com/{new string('x', 2034)}\"", $"\"https://e.com/{new string('x', 2035)}\"",
    ];

    private static string Long(int characters) => $"\"{new string('x', characters)}\"";
}
