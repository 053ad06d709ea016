namespace Seedance.Deployment.Tests.Hooks;

internal sealed record HookRun(int ExitCode, string Output);
