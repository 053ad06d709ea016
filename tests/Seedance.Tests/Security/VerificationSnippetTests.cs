using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Seedance.Tests.Security;

/// <summary>The functions that the documentation gives to receivers, taken from its page and run.</summary>
public sealed partial class VerificationSnippetTests : IDisposable
{
    private const string CSharp = """
        public static class Program
        {
            public static void Main()
            {
                using var messages = System.Text.Json.JsonDocument.Parse(Console.OpenStandardInput());
                Console.WriteLine("[" + string.Join(',', messages.RootElement.EnumerateArray().Select(m => Webhook.IsGenuine(
                    m.GetProperty("secret").GetString()!, m.GetProperty("id").GetString(), m.GetProperty("timestamp").GetString(),
                    m.GetProperty("signature").GetString(), m.GetProperty("body").GetBytesFromBase64()) ? "true" : "false")) + "]");
            }
        }
        """;

    private const string Python = """

        import json, sys
        print(json.dumps([is_genuine(m["secret"], m["id"], m["timestamp"], m["signature"], base64.b64decode(m["body"]))
                          for m in json.loads(sys.stdin.buffer.read())]))
        """;

    private const string JavaScript = """
        import { readFileSync } from 'node:fs';
        console.log(JSON.stringify(JSON.parse(readFileSync(0, 'utf8')).map(
            (m) => isGenuine(m.secret, m.id, m.timestamp, m.signature, Buffer.from(m.body, 'base64')))));
        """;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("verification-snippets-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("csharp", "main.cs", CSharp, "dotnet", "run")]
    [InlineData("python", "main.py", Python, "python3")]
    [InlineData("javascript", "main.mjs", JavaScript, "node")]
    public async Task A_function_of_the_documentation_tells_genuine_messages_from_others(
        string language, string file, string main, string program, params string[] arguments)
    {
        var pages = string.Concat(Directory.EnumerateFiles(
            Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "..", "docs"), "*.md").Select(File.ReadAllText));
        var snippet = Assert.Single(Fenced().Matches(pages).Where(block => block.Groups["language"].Value == language)
            .Select(block => block.Groups["code"].Value), code => Genuine().IsMatch(code));
        var path = Path.Combine(_folder.FullName, file);
        await File.WriteAllTextAsync(path, snippet + main);
        var messages = ReceivedMessage.All();

        var results = JsonSerializer.Deserialize<bool[]>(
            await RunAsync(program, [.. arguments, path], JsonSerializer.Serialize(messages, Json)))!;

        Assert.Equal(
            messages.Select(message => $"{message.What}: {message.IsGenuine}"),
            messages.Zip(results, (message, result) => $"{message.What}: {result}"));
    }

    private static async Task<string> RunAsync(string program, IEnumerable<string> arguments, string input)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (errors, output) = (process.StandardError.ReadToEndAsync(), process.StandardOutput.ReadToEndAsync());
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"{program}: {await output}{await errors}");
    }

    private static string Here([CallerFilePath] string here = "") => here;

    [GeneratedRegex(@"^```(?<language>\w+)\r?\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fenced();

    [GeneratedRegex(@"\bis_?genuine\b", RegexOptions.IgnoreCase)]
    private static partial Regex Genuine();
}

/// <summary>What a receiver sees of a message, its body in base64, and whether it should take it.</summary>
internal sealed record ReceivedMessage(
    string What, string Secret, string? Id, string? Timestamp, string? Signature, string Body, bool IsGenuine)
{
    private const string Secret1 = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private const string Secret2 = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string MessageId = "msg_task-1774857405-0k3v9q7m2c5x8z1b_completed";

    private static readonly byte[] Sent = [.. "{\"id\":\"task-1\",\"prompt\":\"狐\"}"u8];

    /// <summary>As they are received now.</summary>
    public static IReadOnlyList<ReceivedMessage> All()
    {
        var now = TimeProvider.System.GetUtcNow();
        var good = Of("genuine", now, isGenuine: true);
        var bad = good with { IsGenuine = false };
        return
        [
            good,
            Of("signed under two secrets, of which the receiver has the first", now, [Secret1, Secret2], isGenuine: true),
            Of("signed under two secrets, of which the receiver has the second", now, [Secret2, Secret1], isGenuine: true),
            Of("four minutes old", now.AddMinutes(-4), isGenuine: true),
            Of("six minutes old", now.AddMinutes(-6)),
            Of("six minutes ahead", now.AddMinutes(6)),
            Of("signed under another secret", now, [Secret2]),
            bad with { What = "with another body", Body = Convert.ToBase64String("{}"u8) },
            bad with { What = "with another id", Id = "msg_2" },
            bad with { What = "with a later time than was signed", Timestamp = Seconds(now.AddSeconds(9)) },
            bad with { What = "without a signature", Signature = null },
            bad with { What = "with half a signature", Signature = good.Signature![..20] },
            bad with { What = "with the signature of another version", Signature = "v2" + good.Signature[2..] },
            bad with { What = "with a signature in another script", Signature = "v1,签名" },
            bad with { What = "without a time", Timestamp = null },
            bad with { What = "with a time that is no number", Timestamp = "now" },
        ];
    }

    private static ReceivedMessage Of(string what, DateTimeOffset at, string[]? secrets = null, bool isGenuine = false) => new(
        what, Secret1, MessageId, Seconds(at), StandardWebhookSignature.Sign(secrets ?? [Secret1], MessageId, at, Sent),
        Convert.ToBase64String(Sent), isGenuine);

    private static string Seconds(DateTimeOffset time) => time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
