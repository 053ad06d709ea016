namespace Seedance.Functions.Contracts;

/// <summary>
/// seedanceapi.org's envelope around every answer that is no error. Its clients check <see cref="Code"/> beside HTTP's status.
/// </summary>
/// <typeparam name="T">What is in it.</typeparam>
/// <param name="Data">What was asked for.</param>
public sealed record Envelope<T>([property: JsonPropertyOrder(1)] T Data)
    where T : class
{
    /// <summary>Always 200.</summary>
    public int Code { get; init; } = 200;

    /// <summary>Always <c>success</c>.</summary>
    public string Message { get; init; } = "success";
}
