namespace Seedance.Functions.Contracts;

/// <summary>The attempts at telling the caller of one task.</summary>
/// <param name="Data">The newest ones, newest first.</param>
/// <param name="HasMore">True when there were more attempts, older than these.</param>
public sealed record DeliveryListResponse(IReadOnlyList<DeliveryResponse> Data, bool HasMore)
{
    /// <summary>Always <c>list</c>.</summary>
    [JsonPropertyOrder(-1)]
    public string Object { get; init; } = "list";
}
