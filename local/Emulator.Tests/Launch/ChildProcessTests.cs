using Seedance.Launch;

namespace Seedance.Emulator.Tests.Launch;

public sealed class ChildProcessTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task The_last_lines_and_the_exit_code_are_kept()
    {
        await using var child = Node("for (let i = 1; i <= 300; i++) console.log('line ' + i); process.exitCode = 3");

        Assert.Equal(3, await child.WaitForExitAsync());
        Assert.Contains("line 300", child.Tail, StringComparison.Ordinal);
        Assert.DoesNotContain("line 100\n", child.Tail.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_written_as_an_error_is_kept_too()
    {
        await using var child = Node("console.log('one'); console.error('the end')");

        Assert.Equal(0, await child.WaitForExitAsync());
        Assert.Contains("one", child.Tail, StringComparison.Ordinal);
        Assert.Contains("the end", child.Tail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopping_lets_a_process_tidy_up_where_the_system_can_ask_it_to()
    {
        var (child, _) = await ReadyNode("process.on('SIGTERM', () => { console.log('tidied up'); process.exit(0) })");
        await using (child)
        {
            await child.StopAsync(Patience);
            await child.WaitForExitAsync();

            if (!OperatingSystem.IsWindows())
                Assert.Contains("tidied up", child.Tail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Stopping_kills_a_process_that_will_not_end()
    {
        var (child, _) = await ReadyNode("process.on('SIGTERM', () => {})");
        await using (child)
        {
            await child.StopAsync(TimeSpan.FromMilliseconds(100));

            Assert.True(child.HasExited);
        }
    }

    [Fact]
    public void A_program_that_does_not_exist_is_one_clear_sentence()
    {
        var failure = Assert.Throws<LaunchException>(() => ChildProcess.Start(new("The thing", "no-such-program-here", [])));

        Assert.Equal("The thing could not be started: no-such-program-here was not found or cannot be run.", failure.Message);
    }

    [Fact]
    public async Task A_server_that_ends_before_it_is_ready_shows_its_last_words()
    {
        var failure = await Assert.ThrowsAsync<LaunchException>(() => Readiness.StartAsync(
            new("The server", "node", ["-e", "console.error('out of cheese'); process.exitCode = 9"]), _ => null, Patience, default));

        Assert.Contains("ended with exit code 9", failure.Message, StringComparison.Ordinal);
        Assert.Contains("out of cheese", failure.Message, StringComparison.Ordinal);
    }

    private static ChildProcess Node(string script) => ChildProcess.Start(new("Node", "node", ["-e", script]));

    private static Task<(ChildProcess Process, string Found)> ReadyNode(string script) => Readiness.StartAsync(
        new("Node", "node", ["-e", $"{script}; setInterval(() => {{}}, 1000); console.log('ready')"]),
        line => line == "ready" ? line : null, Patience, default);
}
