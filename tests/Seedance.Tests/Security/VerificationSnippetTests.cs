using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Seedance.Tests.Security;

/// <summary>The functions that docs/webhooks.md gives to receivers, taken from the page and run.</summary>
public sealed partial class VerificationSnippetTests : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private static readonly string Page = File.ReadAllText(
        Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "..", "docs", "webhooks.md"));

    private readonly IReadOnlyList<ReceivedMessage> _messages = ReceivedMessage.All();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("verification-snippets-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_function_in_CSharp_tells_genuine_messages_from_others()
    {
        var assembly = Path.Combine(_folder.FullName, "Webhook.dll");
        string[] sources =
        [
            Write("Webhook.cs", Snippet("csharp")),
            // As in every project of today.
            Write("Usings.cs", "global using System; global using System.Collections.Generic; global using System.Linq;"),
        ];
        var arguments = Write("compile.rsp", string.Join('\n',
        [
            "-noconfig", "-nologo", "-nostdlib", "-target:library", "-nullable", "-warnaserror", $"-out:\"{assembly}\"",
            .. Framework().Select(path => $"-r:\"{path}\""),
            .. sources.Select(path => $"\"{path}\""),
        ]));
        await RunAsync("dotnet", ["exec", Compiler(), "-noconfig", "@" + arguments], "");

        var context = new AssemblyLoadContext(nameof(VerificationSnippetTests), isCollectible: true);
        try
        {
            using var compiled = File.OpenRead(assembly);
            var isGenuine = context.LoadFromStream(compiled).GetType("Webhook", throwOnError: true)!.GetMethod("IsGenuine")!
                .CreateDelegate<Func<string, string?, string?, string?, byte[], bool>>();
            AssertVerified([.. _messages.Select(message => isGenuine(
                message.Secret, message.Id, message.Timestamp, message.Signature, Convert.FromBase64String(message.Body)))]);
        }
        finally
        {
            context.Unload();
        }
    }

    [Fact]
    public async Task The_function_in_Python_does()
    {
        Write("webhook.py", Snippet("python"));
        var main = Write("main.py", """
            import base64, json, sys
            from webhook import is_genuine
            messages = json.loads(sys.stdin.buffer.read())
            print(json.dumps([is_genuine(m["secret"], m["id"], m["timestamp"], m["signature"], base64.b64decode(m["body"])) for m in messages]))
            """);

        await AssertVerifiedAsync("python3", main);
    }

    [Fact]
    public async Task The_function_in_JavaScript_does()
    {
        Write("webhook.mjs", Snippet("javascript"));
        var main = Write("main.mjs", """
            import { readFileSync } from 'node:fs';
            import { isGenuine } from './webhook.mjs';
            const messages = JSON.parse(readFileSync(0, 'utf8'));
            console.log(JSON.stringify(messages.map((m) => isGenuine(m.secret, m.id, m.timestamp, m.signature, Buffer.from(m.body, 'base64')))));
            """);

        await AssertVerifiedAsync("node", main);
    }

    private async Task AssertVerifiedAsync(string program, string script)
        => AssertVerified(JsonSerializer.Deserialize<bool[]>(await RunAsync(program, [script], JsonSerializer.Serialize(_messages, Json)))!);

    private void AssertVerified(bool[] results) => Assert.Equal(
        _messages.Select(message => $"{message.What}: {message.IsGenuine}"),
        _messages.Zip(results, (message, result) => $"{message.What}: {result}"));

    private static async Task<string> RunAsync(string program, IEnumerable<string> arguments, string input)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"{program}: {await output}{await errors}");
    }

    private static string Snippet(string language) => Assert.Single(
        Fenced().Matches(Page), block => block.Groups["language"].Value == language).Groups["code"].Value;

    private static string Compiler() => typeof(VerificationSnippetTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "CSharpCompiler").Value!;

    private static IEnumerable<string> Framework() => ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
        .Where(path => Path.GetDirectoryName(path) == Path.GetDirectoryName(typeof(object).Assembly.Location))
        .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal));

    private static string Here([CallerFilePath] string here = "") => here;

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    [GeneratedRegex(@"^```(?<language>\w+)\r?\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fenced();
}

/// <summary>What a receiver sees of a message, and whether it is genuine.</summary>
/// <param name="What">What is the matter with it.</param>
/// <param name="Secret">The receiver's secret.</param>
/// <param name="Id">The header <c>webhook-id</c>.</param>
/// <param name="Timestamp">The header <c>webhook-timestamp</c>.</param>
/// <param name="Signature">The header <c>webhook-signature</c>.</param>
/// <param name="Body">Base64 of the body.</param>
/// <param name="IsGenuine">Whether the receiver should take it.</param>
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
        return
        [
            good,
            Of("signed under two secrets, of which the receiver has the first", now, [Secret1, Secret2], isGenuine: true),
            Of("signed under two secrets, of which the receiver has the second", now, [Secret2, Secret1], isGenuine: true),
            Of("four minutes old", now.AddMinutes(-4), isGenuine: true),
            Of("six minutes old", now.AddMinutes(-6)),
            Of("six minutes ahead", now.AddMinutes(6)),
            Of("signed under another secret", now, [Secret2]),
            good with { What = "with another body", Body = Convert.ToBase64String("{}"u8), IsGenuine = false },
            good with { What = "with another id", Id = "msg_2", IsGenuine = false },
            good with { What = "with a later time than was signed", Timestamp = Seconds(now.AddSeconds(9)), IsGenuine = false },
            good with { What = "without a signature", Signature = null, IsGenuine = false },
            good with { What = "with an empty signature", Signature = "", IsGenuine = false },
            good with { What = "with half a signature", Signature = good.Signature![..20], IsGenuine = false },
            good with { What = "with the signature of another version", Signature = "v2" + good.Signature[2..], IsGenuine = false },
            good with { What = "with a signature in another script", Signature = "v1,签名", IsGenuine = false },
            good with { What = "without a time", Timestamp = null, IsGenuine = false },
            good with { What = "with a time that is no number", Timestamp = "now", IsGenuine = false },
        ];
    }

    private static ReceivedMessage Of(string what, DateTimeOffset at, string[]? secrets = null, bool isGenuine = false) => new(
        what,
        Secret1,
        MessageId,
        Seconds(at),
        StandardWebhookSignature.SignWithEach(secrets ?? [Secret1], MessageId, at, Sent),
        Convert.ToBase64String(Sent),
        isGenuine);

    private static string Seconds(DateTimeOffset time) => time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
