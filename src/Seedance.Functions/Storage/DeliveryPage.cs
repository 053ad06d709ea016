namespace Seedance.Functions.Storage;

/// <summary>The attempts at telling a caller of one task.</summary>
/// <param name="Newest">The newest ones, newest first.</param>
/// <param name="HasMore">Whether there are older ones.</param>
public sealed record DeliveryPage(IReadOnlyList<Delivery> Newest, bool HasMore);
