using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Azure;
using Azure.Core;

namespace Seedance.Emulator.Tables;

/// <summary>Reads the service's error code and message: <c>{"odata.error":{"code":"...","message":{"value":"..."}}}</c>.</summary>
internal sealed class TableErrors : RequestFailedDetailsParser
{
    public static TableErrors Parser { get; } = new();

    public override bool TryParse(Response response, [NotNullWhen(true)] out ResponseError? error, out IDictionary<string, string>? data)
    {
        data = null;
        error = null;
        try
        {
            using var body = JsonDocument.Parse(response.Content);
            if (body.RootElement.ValueKind != JsonValueKind.Object || !body.RootElement.TryGetProperty("odata.error", out var details))
                return false;
            var code = details.GetProperty("code").GetString();
            var message = details.GetProperty("message") is { ValueKind: JsonValueKind.Object } localized
                ? localized.GetProperty("value").GetString()
                : details.GetProperty("message").GetString();
            error = new ResponseError(code, message);
            return true;
        }
        catch (Exception notAnErrorBody) when (notAnErrorBody is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return false;
        }
    }
}
