using Seedance.Functions.Api;

namespace Seedance.Functions.Activities;

/// <summary>What an orchestration learns of an attempt at a callback.</summary>
/// <param name="Kind">What follows from it.</param>
/// <param name="RetryAfter">How long the caller asked to be left alone, where it did.</param>
[JsonConverter(typeof(DeliveryResultJsonConverter))]
public sealed record DeliveryResult(DeliveryKind Kind, TimeSpan? RetryAfter = null)
{
    internal static DeliveryResult Delivered { get; } = new(DeliveryKind.Delivered);

    internal static DeliveryResult TryAgain { get; } = new(DeliveryKind.TryAgain);

    internal static DeliveryResult GivenUp { get; } = new(DeliveryKind.GivenUp);
}
