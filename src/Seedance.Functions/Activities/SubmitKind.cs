namespace Seedance.Functions.Activities;

/// <summary>How an attempt at the paid call ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SubmitKind>))]
public enum SubmitKind
{
    /// <summary>The provider accepted; its task id is recorded.</summary>
    Accepted,

    /// <summary>The request surely never reached the provider.</summary>
    NotSent,

    /// <summary>The provider refused.</summary>
    Rejected,

    /// <summary>Nobody knows whether the provider accepted.</summary>
    Unknown,

    /// <summary>The task has ended already; there is nothing to submit.</summary>
    Ended,
}
