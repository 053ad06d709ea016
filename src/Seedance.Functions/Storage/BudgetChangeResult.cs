namespace Seedance.Functions.Storage;

/// <summary>Whether a change of a budget was made.</summary>
internal enum BudgetChangeResult
{
    /// <summary>It was made.</summary>
    Made,

    /// <summary>It was not made: the total would have passed the limit.</summary>
    OverLimit,

    /// <summary>It was not made: a task's row is there already, or is not as it was read.</summary>
    RowChanged,
}
