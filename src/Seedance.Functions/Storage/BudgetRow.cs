namespace Seedance.Functions.Storage;

/// <summary>
/// The rows of the table <c>budgets</c>. A partition is one client's UTC day: a row with the total, and one for each task that holds
/// credits of it. Both kinds have their credits in one column.
/// </summary>
internal static class BudgetRow
{
    public const string TotalKey = "total";

    private const string CreditsColumn = "Credits";

    // No client's name has an underscore.
    public static string PartitionOf(string client, DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{client}_{day:yyyy-MM-dd}");

    public static TableEntity Total(string partition, decimal credits) => Row(partition, TotalKey, credits);

    public static TableEntity Of(string partition, TaskId task, decimal credits) => Row(partition, task.ToString(), credits);

    public static decimal CreditsOf(TableEntity row) => decimal.Parse(
        row.GetString(CreditsColumn) ?? throw new InvalidDataException($"Row {row.RowKey} has no credits."), CultureInfo.InvariantCulture);

    // Table Storage has no decimal, and a double would round credits.
    private static TableEntity Row(string partition, string key, decimal credits)
        => new(partition, key) { [CreditsColumn] = credits.ToString(CultureInfo.InvariantCulture) };
}
