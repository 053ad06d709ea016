using Seedance.Functions.Storage;

namespace Seedance.Functions.Api;

/// <summary>Reads the query of <c>GET /v1/tasks</c>; whatever is wrong is named, all at once.</summary>
internal static class ListQuery
{
    private const int DefaultLimit = 20;
    private const int MaxTasks = 100;
    private const long LastSecond = 9_999_999_999;

    internal static readonly string[] Known = ["status", "model", "created_after", "created_before", "limit", "cursor"];

    private static readonly string[] TimeFormats =
        ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    private static readonly string[] Models = [.. CapabilityTable.All.Select(row => row.Model).Distinct()];

    /// <summary>The query without its cursor, which is read against it.</summary>
    public static TaskQuery Read(IQueryCollection query, ICollection<RequestViolation> violations)
    {
        foreach (var name in query.Keys.Where(name => !Known.Contains(name))) violations.Add(QueryViolations.Unknown(name, Known));
        return new TaskQuery(Limit(query["limit"], violations))
        {
            State = State(query["status"], violations),
            Model = Model(query["model"], violations),
            CreatedAfter = Second("created_after", query["created_after"], roundUp: false, violations),
            CreatedBefore = Second("created_before", query["created_before"], roundUp: true, violations),
        };
    }

    private static int Limit(string? text, ICollection<RequestViolation> violations)
    {
        if (text is null) return DefaultLimit;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MaxTasks)
        {
            return limit;
        }
        violations.Add(QueryViolations.Invalid("limit", $"must be a whole number from 1 to {MaxTasks}"));
        return DefaultLimit;
    }

    private static TaskState? State(string? text, ICollection<RequestViolation> violations)
    {
        if (text is null) return null;
        if (TaskStates.TryParse(text, out var state)) return state;
        violations.Add(QueryViolations.Invalid(
            "status", $"must be one of {string.Join(", ", Enum.GetValues<TaskState>().Select(each => each.Word()))}"));
        return null;
    }

    private static string? Model(string? text, ICollection<RequestViolation> violations)
    {
        if (text is null || Models.Contains(text)) return text;
        violations.Add(QueryViolations.Invalid("model", $"must be one of {string.Join(", ", Models)}"));
        return null;
    }

    // Tasks are created in whole seconds: "after" a fraction is after the second it lies in, "before" it is before the next.
    private static long? Second(string name, string? text, bool roundUp, ICollection<RequestViolation> violations)
    {
        if (text is null) return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= LastSecond) return seconds;
        // An unescaped '+' of a time zone arrives as a space.
        if (DateTimeOffset.TryParseExact(
            text.Replace(' ', '+'), TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            seconds = time.ToUnixTimeSeconds();
            if (roundUp && time > DateTimeOffset.FromUnixTimeSeconds(seconds)) seconds++;
            return Math.Clamp(seconds, 0, LastSecond);
        }
        violations.Add(QueryViolations.Invalid(name, "must be a Unix time in seconds, or ISO 8601 such as 2026-03-01T12:00:00Z"));
        return null;
    }
}
