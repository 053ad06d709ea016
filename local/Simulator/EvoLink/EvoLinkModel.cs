namespace Seedance.Simulator.EvoLink;

internal sealed record EvoLinkModel(string Id, string Mode, bool Fast)
{
    public const string Text = "text";
    public const string Image = "image";
    public const string Reference = "reference";

    public static IReadOnlyList<EvoLinkModel> All { get; } =
    [
        .. from fast in new[] { false, true }
           from mode in new[] { Text, Image, Reference }
           select new EvoLinkModel($"seedance-2.0-{(fast ? "fast-" : "")}{mode}-to-video", mode, fast),
    ];

    public int EstimatedSeconds => Fast ? 120 : 165;
}
