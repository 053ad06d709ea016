using Microsoft.AspNetCore.Http;

namespace Seedance.Functions.Tests.Doubles;

/// <summary>The functions behind both front doors, as a caller reaches them.</summary>
internal sealed class FrontDoors(FakeService service)
{
    public const string Origin = "https://reached.example.com:8443";

    public FakeOrchestrations Orchestrations { get; } = new();

    public ObservedTable KeyTable => service.Tables.GetTableClient(IdempotencyKeys.TableName);

    public Task<HttpResponseMessage> CreateAsync(string body, params (string Name, string Value)[] headers)
        => CreateAsync(Request("/v1/videos/generations", "POST", body, headers));

    public Task<HttpResponseMessage> CreateAsync(HttpRequestMessage request, CancellationToken cancellationToken = default)
        => SendAsync<CreateGeneration>(
            request,
            http => service.Create<CreateGeneration>().RunAsync(http, Orchestrations.Client, cancellationToken),
            cancellationToken);

    public Task<HttpResponseMessage> GenerateAsync(string body, params (string Name, string Value)[] headers)
        => GenerateAsync(Request("/v1/generate", "POST", body, headers));

    public Task<HttpResponseMessage> GenerateAsync(HttpRequestMessage request)
        => SendAsync<Generate>(request, http => service.Create<Generate>().RunAsync(http, Orchestrations.Client, CancellationToken.None));

    public Task<HttpResponseMessage> EstimateAsync(string body)
        => EstimateAsync(Request("/v1/videos/estimates", "POST", body));

    public Task<HttpResponseMessage> EstimateAsync(HttpRequestMessage request)
        => SendAsync<EstimateGeneration>(
            request,
            http => service.Create<EstimateGeneration>().RunAsync(http, CancellationToken.None));

    public Task<HttpResponseMessage> GetTaskAsync(string id, params (string Name, string Value)[] headers)
        => GetTaskAsync(id, Request($"/v1/tasks/{id}", headers: headers));

    public Task<HttpResponseMessage> GetTaskAsync(string id, HttpRequestMessage request)
        => SendAsync<GetTask>(
            request,
            http => service.Create<GetTask>().RunAsync(http, id, CancellationToken.None));

    public Task<HttpResponseMessage> DeleteVideoAsync(string id, string authorization = "Bearer " + Samples.ClientKey, string query = "")
        => SendAsync<DeleteVideo>(
            Http.Request($"{Origin}/v1/videos/{id}{query}", "DELETE", authorization: authorization),
            http => service.Create<DeleteVideo>().RunAsync(http, id, CancellationToken.None));

    public Task<HttpResponseMessage> GetOperationAsync(string id, HttpRequestMessage? request = null)
        => SendAsync<GetOperation>(
            request ?? Request($"/v1/operations/{id}"),
            http => service.Create<GetOperation>().RunAsync(http, id, CancellationToken.None));

    public Task<HttpResponseMessage> GetStatusAsync(string query, params (string Name, string Value)[] headers)
        => GetStatusAsync(Request("/v1/status" + query, headers: headers));

    public Task<HttpResponseMessage> GetStatusAsync(HttpRequestMessage request)
        => SendAsync<GetStatus>(
            request,
            http => service.Create<GetStatus>().RunAsync(http, CancellationToken.None));

    public Task<HttpResponseMessage> ListAsync(string query) => ListAsync(Request("/v1/tasks" + query));

    public Task<HttpResponseMessage> ListAsync(HttpRequestMessage request)
        => SendAsync<ListTasks>(
            request,
            http => service.Create<ListTasks>(service.Create<ListCursors>()).RunAsync(http, CancellationToken.None));

    public Task<HttpResponseMessage> ListDeliveriesAsync(string id, HttpRequestMessage? request = null)
        => SendAsync<ListDeliveries>(
            request ?? Request($"/v1/tasks/{id}/deliveries"),
            http => service.Create<ListDeliveries>().RunAsync(http, id, CancellationToken.None));

    public Task<HttpResponseMessage> ResendCallbackAsync(string id, HttpRequestMessage? request = null)
        => SendAsync<ResendCallback>(
            request ?? Request($"/v1/tasks/{id}/deliveries", "POST"),
            http => service.Create<ResendCallback>().RunAsync(http, id, Orchestrations.Client, CancellationToken.None));

    public static HttpRequestMessage Request(
        string path, string method = "GET", string body = "", params (string Name, string Value)[] headers)
    {
        var request = Http.Request(Origin + path, method, body);
        foreach (var (name, value) in headers)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value) || request.Content!.Headers.TryAddWithoutValidation(name, value));
        }
        return request;
    }

    /// <summary>A request with idempotency keys, as a function sees it.</summary>
    public static HttpRequest Keyed(params string[] keys)
        => Http.ContextOf(Request("/", headers: [.. keys.Select(key => ("Idempotency-Key", key))])).Request;

    public static string? Header(HttpResponseMessage response, string name)
        => response.Headers.TryGetValues(name, out var values) ? Assert.Single(values) : null;

    public Task<HttpResponseMessage> CreateBatchAsync(string body, params (string Name, string Value)[] headers)
        => CreateBatchAsync(Request("/v1/videos/batches", "POST", body, headers));

    public Task<HttpResponseMessage> CreateBatchAsync(HttpRequestMessage request)
    {
        return SendAsync<CreateBatch>(
            request,
            http => service.Create<CreateBatch>().RunAsync(http, Orchestrations.Client, CancellationToken.None));
    }

    public Task<HttpResponseMessage> GetBatchAsync(string id, HttpRequestMessage? request = null)
        => SendAsync<GetBatch>(
            request ?? Request($"/v1/videos/batches/{id}"),
            http => service.Create<GetBatch>().RunAsync(http, id, CancellationToken.None));

    private Task<HttpResponseMessage> SendAsync<TFunction>(
        HttpRequestMessage request, Func<HttpRequest, Task<IResult>> run, CancellationToken cancellationToken = default)
        => Http.SendAsync<TFunction>(request, run, service.Options, cancellationToken);
}
