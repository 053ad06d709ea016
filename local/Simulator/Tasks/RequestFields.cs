using System.Text.Json;

namespace Seedance.Simulator.Tasks;

/// <summary>Reads the members of a request strictly: a wrong type is refused, null is refused, absent is absent.</summary>
internal sealed class RequestFields(JsonElement body)
{
    public void RequireKnown(string[] members)
    {
        foreach (var member in body.EnumerateObject())
        {
            if (!members.Contains(member.Name))
                throw Refuse(member.Name, $"unknown parameter {member.Name}");
        }
    }

    public string? Text(string name) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : throw Refuse(name, $"{name} must be a string");

    public int? Integer(string name) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number
        : throw Refuse(name, $"{name} must be an integer");

    public bool? Flag(string name) => Find(name) is not { } value ? null
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
        : throw Refuse(name, $"{name} must be a boolean");

    public JsonElement? Object(string name) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Object ? value
        : throw Refuse(name, $"{name} must be an object");

    /// <summary>How many media URLs there are, each of them absolute http(s).</summary>
    public int Urls(string name)
    {
        if (Find(name) is not { } value)
            return 0;
        if (value.ValueKind != JsonValueKind.Array)
            throw Refuse(name, $"{name} must be an array of URLs");
        foreach (var item in value.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String || !Uri.TryCreate(item.GetString(), UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
                throw Refuse(name, $"{name} must be an array of URLs");
        }

        return value.GetArrayLength();
    }

    public string? CallbackUrl(bool allowLocal)
    {
        if (Text("callback_url") is not { } text)
            return null;
        if (text.Length > 2048 || !Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            throw Refuse("callback_url", "callback_url must be an HTTPS URL of at most 2048 characters");
        if (!allowLocal && (uri.Scheme != "https" || PrivateHosts.Contains(uri)))
            throw Refuse("callback_url", "callback_url must be HTTPS and must not point to a private address");
        return text;
    }

    private JsonElement? Find(string name) => body.TryGetProperty(name, out var value) ? value : null;

    private static RequestRefusedException Refuse(string param, string message) =>
        new(new ProviderError(400, Message: message, Param: param));
}
