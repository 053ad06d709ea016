using Seedance.Functions.Storage;

namespace Seedance.Functions.Telemetry;

/// <summary>
/// How far estimate, reservation and charge of an ended task lie apart: drift means that a price table is out of date.
/// </summary>
/// <param name="Between">Which two, such as <c>estimate and charged</c>.</param>
/// <param name="Credits">How far, in credits.</param>
public readonly record struct CreditDrift(string Between, decimal Credits)
{
    /// <summary>What is known of an ended task: none, one, two or all three.</summary>
    public static IEnumerable<CreditDrift> Of(TaskRecord record)
    {
        if (record.CreditsReserved is { } reserved && record.Estimate?.DistanceTo(reserved) is { } fromReserved)
        {
            yield return new("estimate and reserved", fromReserved);
        }
        if (record.CreditsCharged is not { } charged) yield break;
        // What a failed task was not charged says nothing about prices.
        if (charged == 0 && record.State != TaskState.Completed) yield break;
        if (record.Estimate?.DistanceTo(charged) is { } fromCharged) yield return new("estimate and charged", fromCharged);
        if (record.CreditsReserved is { } was) yield return new("reserved and charged", charged - was);
    }
}
