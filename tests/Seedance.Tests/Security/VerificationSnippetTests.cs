using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Seedance.Tests.Security;

/// <summary>The functions that the documentation gives to receivers, taken from its page and run.</summary>
public sealed class VerificationSnippetTests : IDisposable
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
        var blocks = Regex.Matches(pages, $@"^```{language}\r?\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline);
        var snippet = Assert.Single(
            blocks.Select(block => block.Groups[1].Value), code => Regex.IsMatch(code, @"\bis_?genuine\b", RegexOptions.IgnoreCase));
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
}

/// <summary>What a receiver sees of a message, its body in base64, and whether it should take it.</summary>
internal sealed record ReceivedMessage(
    string What, string? Id, string? Timestamp, string? Signature, string Body, bool IsGenuine)
{
    private const string MessageId = "msg_task-1774857405-0k3v9q7m2c5x8z1b_completed";
    private const string Other = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static readonly byte[] Sent = [.. "{\"id\":\"task-1\",\"prompt\":\"狐\"}"u8];

    public string Secret { get; } = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    /// <summary>As they are received now.</summary>
    public static IReadOnlyList<ReceivedMessage> All()
    {
        var good = Of("genuine", 0, isGenuine: true);
        var bad = good with { IsGenuine = false };
        return
        [
            good,
            Of("signed under two secrets, of which the receiver has the first", 0, isGenuine: true, good.Secret, Other),
            Of("signed under two secrets, of which the receiver has the second", 0, isGenuine: true, Other, good.Secret),
            Of("four minutes old", -4, isGenuine: true),
            Of("six minutes old", -6, isGenuine: false),
            Of("six minutes ahead", 6, isGenuine: false),
            Of("signed under another secret", 0, isGenuine: false, Other),
            bad with { What = "with another body", Body = Convert.ToBase64String("{}"u8) },
            bad with { What = "with another id", Id = "msg_2" },
            bad with { What = "with another time than was signed", Timestamp = Of("later", 1, isGenuine: false).Timestamp },
            bad with { What = "without a signature", Signature = null },
            bad with { What = "with half a signature", Signature = good.Signature![..20] },
            bad with { What = "with the signature of another version", Signature = "v2" + good.Signature[2..] },
            bad with { What = "with a signature in another script", Signature = "v1,签名" },
            bad with { What = "with a time that is no number", Timestamp = "now" },
        ];
    }

    private static ReceivedMessage Of(string what, int minutes, bool isGenuine, params string[] secrets)
    {
        var at = TimeProvider.System.GetUtcNow().AddMinutes(minutes);
        var message = new ReceivedMessage(
            what, MessageId, at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), null, Convert.ToBase64String(Sent), isGenuine);
        return message with
        {
            Signature = StandardWebhookSignature.Sign(secrets is [] ? [message.Secret] : secrets, MessageId, at, Sent),
        };
    }
}
