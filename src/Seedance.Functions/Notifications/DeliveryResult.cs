using System.Text.Json.Serialization;

namespace Seedance.Functions.Notifications;

/// <summary>How the delivery of a callback ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DeliveryResult>))]
public enum DeliveryResult
{
    /// <summary>The caller answered 2xx.</summary>
    Delivered,

    /// <summary>The caller did not answer, or not with 2xx.</summary>
    TryAgain,

    /// <summary>The caller answered 410, or its address is not allowed: no further attempts.</summary>
    GivenUp,
}
