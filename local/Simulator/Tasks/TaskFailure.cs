namespace Seedance.Simulator.Tasks;

/// <summary>How a failed task reads. <paramref name="Shape"/>: object, none, no_code or string.</summary>
internal sealed record TaskFailure(string Code, string Message, string Shape = TaskFailure.Object)
{
    public const string Object = "object";
    public const string None = "none";
    public const string NoCode = "no_code";
    public const string Text = "string";

    public static IReadOnlyList<string> Shapes { get; } = [Object, None, NoCode, Text];

    public static TaskFailure ContentPolicy { get; } =
        new("content_policy_violation", "Content policy violation.\nYour request was blocked by safety filters.");
}
