using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Seedance.Tests.Signing.VerificationSnippets;

/// <summary>The functions that docs/webhooks.md gives to receivers, taken from the page and run.</summary>
public sealed partial class VerificationSnippetTests : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private static readonly string Page = File.ReadAllText(
        Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "..", "..", "docs", "webhooks.md"));

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
            AssertTold([.. _messages.Select(message => isGenuine(
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

        await AssertToldAsync("python3", main);
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

        await AssertToldAsync("node", main);
    }

    private async Task AssertToldAsync(string program, string script)
        => AssertTold(JsonSerializer.Deserialize<bool[]>(await RunAsync(program, [script], JsonSerializer.Serialize(_messages, Json)))!);

    private void AssertTold(bool[] told) => Assert.Equal(
        _messages.Select(message => $"{message.What}: {message.IsGenuine}"),
        _messages.Zip(told, (message, said) => $"{message.What}: {said}"));

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
