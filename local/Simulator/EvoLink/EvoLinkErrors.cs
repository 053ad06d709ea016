using System.Text.Json.Nodes;
using Seedance.Simulator.Tasks;

namespace Seedance.Simulator.EvoLink;

internal static class EvoLinkErrors
{
    public static IReadOnlyList<string> Shapes { get; } = ["string_code", "integer_code", "no_type", "no_code", "string_error"];

    public static JsonNode Body(ProviderError error, string? shape)
    {
        var (code, type, message) = Default(error.Status);
        code = error.Code ?? code;
        message = error.Message ?? message;
        var inner = shape switch
        {
            "string_error" => null,
            "integer_code" => new JsonObject
            {
                ["code"] = error.Status,
                ["message"] = message,
                ["type"] = type,
                ["fallback_suggestion"] = "see the documentation",
            },
            "no_type" => new JsonObject { ["code"] = code, ["message"] = message },
            "no_code" => new JsonObject { ["message"] = message },
            _ => new JsonObject { ["code"] = code, ["message"] = message, ["type"] = type },
        };
        if (inner is null)
            return new JsonObject { ["error"] = message };
        if (error.Param is not null)
            inner["param"] = error.Param;
        return new JsonObject { ["error"] = inner };
    }

    private static (string Code, string Type, string Message) Default(int status) => status switch
    {
        400 => ("invalid_request", "invalid_request_error", "Invalid request parameters"),
        401 => ("unauthorized", "authentication_error", "Invalid or expired token"),
        402 => ("insufficient_quota", "insufficient_quota", "Insufficient quota. Please top up your account."),
        403 => ("model_access_denied", "invalid_request_error", "Token does not have access to the specified model"),
        404 => ("task_not_found", "not_found_error", "Task not found."),
        409 => ("idempotency_conflict", "invalid_request_error", "Idempotency-Key was used with a different request"),
        413 => ("request_too_large", "request_too_large_error", "Request body is too large"),
        429 => ("rate_limit_exceeded", "rate_limit_error", "Too many requests, please try again later"),
        500 => ("internal_error", "api_error", "Internal server error"),
        502 => ("upstream_error", "upstream_error", "Upstream error"),
        503 => ("service_unavailable", "service_unavailable_error", "Service unavailable, retry after 30 seconds"),
        _ => ("unknown_error", "api_error", "Unexpected error"),
    };
}
