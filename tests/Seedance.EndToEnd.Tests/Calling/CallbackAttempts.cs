using System.Net;
using System.Text.Json;
using Seedance.EndToEnd.Tests.Running;

namespace Seedance.EndToEnd.Tests.Calling;

/// <summary>What the service tells of its attempts at a callback.</summary>
internal static class CallbackAttempts
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>The attempts, oldest first.</summary>
    public static async Task<IReadOnlyList<CallbackAttempt>> AttemptsAsync(this Service service, string id)
    {
        var answer = await service.SendAsync(HttpMethod.Get, $"v1/tasks/{id}/deliveries", key: Callers.Alpha.Key);
        Assert.True(answer.Status == HttpStatusCode.OK, $"{answer.Status} {answer.Body}");
        return [.. answer.Root.GetProperty("data").Deserialize<CallbackAttempt[]>(Json)!.Reverse()];
    }

    public static Task<IReadOnlyList<CallbackAttempt>> AttemptedAsync(this Service service, string id, int count)
        => Eventually.ReadAsync($"Attempt {count} at the callback", () => service.AttemptsAsync(id), attempts => attempts.Count >= count);

    /// <returns>What was done.</returns>
    public static async Task<string?> ResendAsync(this Service service, string id)
    {
        var answer = await service.SendAsync(HttpMethod.Post, $"v1/tasks/{id}/deliveries", key: Callers.Alpha.Key);
        Assert.True(answer.Status == HttpStatusCode.Accepted, $"{answer.Status} {answer.Body}");
        return answer.Root.GetProperty("action").GetString();
    }
}
