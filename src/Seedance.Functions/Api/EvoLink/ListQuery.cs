using System.Buffers.Text;
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
        var violations = query.Keys.Except(Known).Select(name => new RequestViolation(
            name, ViolationCodes.UnknownParameter, $"There is no such query parameter here. Known are {string.Join(", ", Known)}.")).ToList();
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
            if (value is null) violations.Add(RequestExtensions.InvalidQuery(name, expected));
            return value;
        }
    }

    private static int? Limit(string text)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MaxTasks ? limit : null;

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
/// The cursors of lists: where a page ended, under an HMAC over the client and the filters, so that a cursor continues the list that it
/// comes from and no other.
/// </summary>
public sealed class ListCursors(IOptions<SeedanceOptions> options)
{
    private readonly byte[]? _key = SecretOf(options.Value) is { } secret
        ? HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, HMACSHA256.HashSizeInBytes, info: "seedance-list-cursor-v1"u8.ToArray())
        : null;

    /// <summary>False when there is no secret to sign with: lists end with their first page.</summary>
    [MemberNotNullWhen(true, nameof(_key))]
    public bool AreAvailable => _key is not null;

    /// <summary>The cursor for what follows a page of the query.</summary>
    /// <exception cref="InvalidOperationException">There is no secret to sign with.</exception>
    public string Create(string client, TaskQuery query, string end)
        => Base64Url.EncodeToString([.. Encoding.ASCII.GetBytes(end), .. Sign(client, query, end)]);

    /// <summary>Where the cursor's page ended; null when the cursor does not come from this query.</summary>
    public string? Read(string client, TaskQuery query, string cursor)
    {
        // Base64Url.IsValid alone accepts white space and padding: several spellings of one cursor.
        if (!AreAvailable || !Base64Url.IsValid(cursor) || !cursor.All(each => char.IsAsciiLetterOrDigit(each) || each is '-' or '_')) return null;
        if (Base64Url.DecodeFromChars(cursor) is not { Length: > HMACSHA256.HashSizeInBytes } bytes) return null;
        var end = Encoding.ASCII.GetString(bytes.AsSpan(..^HMACSHA256.HashSizeInBytes));
        return CryptographicOperations.FixedTimeEquals(Sign(client, query, end), bytes.AsSpan(^HMACSHA256.HashSizeInBytes..)) ? end : null;
    }

    private byte[] Sign(string client, TaskQuery query, string end)
    {
        if (!AreAvailable) throw new InvalidOperationException("No secret is configured that could sign a cursor.");
        // No part can hold a line break: names and states are checked, the rest is digits and letters.
        var text = string.Create(
            CultureInfo.InvariantCulture, $"{client}\n{query.State?.Word()}\n{query.Model}\n{query.CreatedAfter}\n{query.CreatedBefore}\n{end}");
        return HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(text));
    }

    // Any secret that every instance of the app shares; the key is derived for this one purpose.
    private static byte[]? SecretOf(SeedanceOptions options)
    {
        if ((options.LinkKey is { Length: > 0 } link ? link : options.WebhookKey) is { Length: > 0 } key) return Convert.FromBase64String(key);
        var apiKey = options.Providers.OrderBy(provider => provider.Key, StringComparer.Ordinal)
            .Select(provider => provider.Value.ApiKey).FirstOrDefault(each => each is { Length: > 0 });
        return apiKey is null ? null : Encoding.UTF8.GetBytes(apiKey);
    }
}
