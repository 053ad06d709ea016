namespace Seedance.Functions.Activities;

/// <summary>The words for what made a generation look at its provider.</summary>
internal static class WokenBy
{
    public const string Webhook = "webhook";

    public const string Poll = "poll";
}
