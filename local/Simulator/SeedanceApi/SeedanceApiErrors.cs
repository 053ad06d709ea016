using System.Text.Json.Nodes;
using Seedance.Simulator.Tasks;

namespace Seedance.Simulator.SeedanceApi;

/// <summary>The vendor documents codes but no envelope, so each reading of its documents is a shape.</summary>
internal static class SeedanceApiErrors
{
    public static IReadOnlyList<string> Shapes { get; } = ["integer_code", "string_code", "in_200", "error_object", "string_error"];

    public static (int Status, JsonNode Body) Body(ProviderError error, string? shape)
    {
        var code = error.Code ?? Default(error.Status);
        var message = error.Message ?? code;
        return shape switch
        {
            "string_code" => (error.Status, new JsonObject { ["code"] = code, ["message"] = message }),
            "in_200" => (200, new JsonObject { ["code"] = error.Status, ["message"] = code }),
            "error_object" => (error.Status, new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["message"] = message } }),
            "string_error" => (error.Status, new JsonObject { ["error"] = message }),
            _ when error.Message is null => (error.Status, new JsonObject { ["code"] = error.Status, ["message"] = code }),
            _ => (error.Status, new JsonObject { ["code"] = error.Status, ["message"] = code, ["detail"] = error.Message }),
        };
    }

    private static string Default(int status) => status switch
    {
        400 => "INVALID_PROMPT",
        401 => "INVALID_API_KEY",
        402 => "INSUFFICIENT_CREDITS",
        404 => "TASK_NOT_FOUND",
        413 => "REQUEST_TOO_LARGE",
        429 => "RATE_LIMITED",
        _ => "INTERNAL_ERROR",
    };
}
