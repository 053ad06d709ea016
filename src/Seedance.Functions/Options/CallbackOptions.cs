namespace Seedance.Functions.Options;

/// <summary>How callers are told that a task has ended.</summary>
public sealed class CallbackOptions
{
    /// <summary>Ports that callback URLs may name beside 443.</summary>
    public IList<int> Ports { get; } = [];

    /// <summary>Days for which deliveries are listed; default 30.</summary>
    public int KeepDeliveriesDays { get; set; } = 30;

    internal HashSet<int> AllPorts => [443, .. Ports];

    internal static OutboundRules RulesOf(SeedanceOptions options) => new(options.AllowPrivateNetworks, options.Callbacks.AllPorts);
}
