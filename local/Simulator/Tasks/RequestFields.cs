using System.Text.Json;

namespace Seedance.Simulator.Tasks;

/// <summary>
/// Reads the members of a request strictly: a wrong type is refused, null is refused, absent is absent. The first refusal is
/// kept; what is read after it no longer matters.
/// </summary>
internal sealed class RequestFields(JsonElement body)
{
    public ProviderError? Refusal { get; private set; }

    public void Refuse(string? param, string message) => Refuse(new ProviderError(400, Message: message, Param: param));

    public void Refuse(ProviderError error) => Refusal ??= error;

    public void RequireKnown(string[] members)
    {
        foreach (var member in body.EnumerateObject().Where(member => !members.Contains(member.Name)))
            Refuse(member.Name, $"unknown parameter {member.Name}");
    }

    public string? Text(string name) => Find(name, JsonValueKind.String, "a string")?.GetString();

    public int? Integer(string name)
    {
        if (Find(name, JsonValueKind.Number, "an integer") is not { } value)
            return null;
        if (value.TryGetInt32(out var number))
            return number;
        Refuse(name, $"{name} must be an integer");
        return null;
    }

    public bool? Flag(string name)
    {
        if (!body.TryGetProperty(name, out var value))
            return null;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return value.GetBoolean();
        Refuse(name, $"{name} must be a boolean");
        return null;
    }

    public JsonElement? Object(string name) => Find(name, JsonValueKind.Object, "an object");

    /// <summary>How many media URLs there are, each of them absolute http(s).</summary>
    public int Urls(string name)
    {
        if (Find(name, JsonValueKind.Array, "an array of URLs") is not { } urls)
            return 0;
        if (!urls.EnumerateArray().All(url => url.ValueKind == JsonValueKind.String && IsHttp(url.GetString(), out _)))
            Refuse(name, $"{name} must be an array of URLs");
        return urls.GetArrayLength();
    }

    public string? CallbackUrl(bool allowLocal)
    {
        if (Text("callback_url") is not { } text)
            return null;
        if (text.Length > 2048 || !IsHttp(text, out var uri))
            Refuse("callback_url", "callback_url must be an HTTPS URL of at most 2048 characters");
        else if (!allowLocal && (uri.Scheme != Uri.UriSchemeHttps || PrivateHosts.Contains(uri)))
            Refuse("callback_url", "callback_url must be HTTPS and must not point to a private address");
        return text;
    }

    private static bool IsHttp(string? text, out Uri uri) =>
        Uri.TryCreate(text, UriKind.Absolute, out uri!) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps);

    private JsonElement? Find(string name, JsonValueKind kind, string expected)
    {
        if (!body.TryGetProperty(name, out var value))
            return null;
        if (value.ValueKind == kind)
            return value;
        Refuse(name, $"{name} must be {expected}");
        return null;
    }
}
