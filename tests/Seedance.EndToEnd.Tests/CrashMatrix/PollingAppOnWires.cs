namespace Seedance.EndToEnd.Tests.CrashMatrix;

/// <summary>As <see cref="AppOnWires"/>, without webhooks: what no replay settles stays unknown, and is soon said to be.</summary>
public sealed class PollingAppOnWires : AppOnWires
{
    private protected override bool Webhooks => false;

    private protected override double SettleMinutes => 0.05;
}
