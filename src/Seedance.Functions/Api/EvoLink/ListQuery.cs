using Seedance.Functions.Contracts;
using Seedance.Functions.Options;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Api;

/// <summary>
/// The query of <c>GET /v1/tasks</c>. <c>limit</c> is 1 to 100, default 20; both times are exclusive, in Unix seconds or ISO 8601.
/// </summary>
internal static class ListQuery
{
    private const int DefaultLimit = 20;
    private const int MaxTasks = 100;
    private const long LastSecond = 9_999_999_999;

    internal static readonly string[] Known = ["status", "model", "created_after", "created_before", "limit", "cursor"];

    private static readonly string[] TimeFormats = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    private static readonly string[] Models = [.. CapabilityTable.All.Select(row => row.Model).Distinct()];

    private static readonly string States = string.Join(", ", Enum.GetValues<TaskState>().Select(state => state.Word()));

    /// <summary>The query without its cursor, which is read against it.</summary>
    /// <exception cref="ApiException">400, naming every wrong parameter.</exception>
    public static TaskQuery Read(IQueryCollection query)
    {
        const string Time = "must be a Unix time in seconds, or ISO 8601 such as 2026-03-01T12:00:00Z";
        var unknown = $"There is no such query parameter here. Known are {string.Join(", ", Known)}.";
        var violations = query.Keys.Except(Known)
            .Select(name => new RequestViolation(name, ViolationCodes.UnknownParameter, unknown)).ToList();
        var read = new TaskQuery(Value("limit", Limit, $"must be a whole number from 1 to {MaxTasks}") ?? DefaultLimit)
        {
            State = Value("status", State, $"must be one of {States}"),
            Model = Value("model", Model, $"must be one of {string.Join(", ", Models)}") is { } index ? Models[index] : null,
            CreatedAfter = Value("created_after", text => Second(text, roundUp: false), Time),
            CreatedBefore = Value("created_before", text => Second(text, roundUp: true), Time),
        };
        return violations.Count == 0 ? read : throw ApiException.Refused(violations);

        T? Value<T>(string name, Func<string, T?> parse, string expected)
            where T : struct
        {
            if ((string?)query[name] is not { } text) return null;
            var value = parse(text);
            if (value is null) violations.Add(ApiException.QueryViolation(name, expected));
            return value;
        }
    }

    private static int? Limit(string text)
        => int.TryParse(text, NumberStyles.None, null, out var limit) && limit is >= 1 and <= MaxTasks ? limit : null;

    private static TaskState? State(string text) => TaskStates.TryParse(text, out var state) ? state : null;

    private static int? Model(string text) => Array.IndexOf(Models, text) is >= 0 and var index ? index : null;

    // Tasks are created in whole seconds: "after" a fraction is after the second it lies in, "before" it is before the next.
    private static long? Second(string text, bool roundUp)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= LastSecond) return seconds;
        // An unescaped '+' of a time zone arrives as a space.
        if (!DateTimeOffset.TryParseExact(
            text.Replace(' ', '+'), TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            return null;
        }
        seconds = time.ToUnixTimeSeconds();
        if (roundUp && time > DateTimeOffset.FromUnixTimeSeconds(seconds)) seconds++;
        return Math.Clamp(seconds, 0, LastSecond);
    }
}

/// <summary>
/// The cursors of lists: where a page ended, and a signature over it, the client and the filters, so that a cursor continues the list
/// that it comes from and no other.
/// </summary>
public sealed class ListCursors(IOptions<SeedanceOptions> options)
{
    private readonly byte[]? _key = SecretOf(options.Value);

    /// <summary>False when there is no secret to sign with: lists end with their first page.</summary>
    public bool AreAvailable => _key is not null;

    /// <summary>The cursor for what follows a page of the query.</summary>
    /// <exception cref="InvalidOperationException">There is no secret to sign with.</exception>
    public string Create(string client, TaskQuery query, string end)
    {
        var key = _key ?? throw new InvalidOperationException("No secret is configured that could sign a cursor.");
        return $"{end}.{CursorSignature.Create(key, client, PartsOf(query, end))}";
    }

    /// <summary>Where the cursor's page ended; null when the cursor does not come from this query.</summary>
    public string? Read(string client, TaskQuery query, string cursor)
    {
        if (_key is null || cursor.Split('.', 2) is not [var end, var signature]) return null;
        return CursorSignature.Verify(signature, _key, PartsOf(query, end)) == client ? end : null;
    }

    private static string[] PartsOf(TaskQuery query, string end)
        => [query.State?.Word() ?? "", query.Model ?? "", $"{query.CreatedAfter}", $"{query.CreatedBefore}", end];

    // Any secret that every instance of the app shares; what it signs as a cursor is nothing else.
    private static byte[]? SecretOf(SeedanceOptions options)
    {
        var key = new[] { options.LinkKey, options.WebhookKey }.FirstOrDefault(each => each is { Length: > 0 });
        if (key is not null) return Convert.FromBase64String(key);
        var apiKey = options.Providers.OrderBy(provider => provider.Key, StringComparer.Ordinal)
            .Select(provider => provider.Value.ApiKey).FirstOrDefault(each => each is { Length: > 0 });
        return apiKey is null ? null : Encoding.UTF8.GetBytes(apiKey);
    }
}
