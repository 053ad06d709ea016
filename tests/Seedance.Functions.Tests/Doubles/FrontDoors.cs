using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Seedance.Functions.Api;
using Seedance.Functions.Api.EvoLink;
using Seedance.Functions.Api.SeedanceApi;
using Seedance.Functions.Batches;
using Seedance.Functions.Clients;
using Seedance.Functions.Generation;
using Seedance.Functions.Idempotency;
using Seedance.Functions.Notifications;
using Seedance.Functions.Tasks;
using Seedance.Pricing;
using Seedance.Requests;

namespace Seedance.Functions.Tests.Doubles;

/// <summary>The functions behind both front doors, as a caller reaches them.</summary>
internal sealed class FrontDoors(FakeService service)
{
    public const string Origin = "https://reached.example.com:8443";

    public FakeOrchestrations Orchestrations { get; } = new();

    public ObservedTable KeyTable => service.Tables.GetTableClient(IdempotencyKeys.TableName);

    public Task<HttpResponseData> CreateAsync(string body, params (string Name, string Value)[] headers)
        => CreateAsync(Request("/v1/videos/generations", "POST", body, headers));

    public Task<HttpResponseData> CreateAsync(HttpRequestData request, CancellationToken cancellationToken = default)
        => new CreateGeneration(Intake(), new TaskAnswers(service.Links), AsyncPattern())
            .RunAsync(request, Orchestrations.Client, cancellationToken);

    public Task<HttpResponseData> GenerateAsync(string body, params (string Name, string Value)[] headers)
        => GenerateAsync(Request("/v1/generate", "POST", body, headers));

    public Task<HttpResponseData> GenerateAsync(HttpRequestData request)
        => new Generate(Intake()).RunAsync(request, Orchestrations.Client, CancellationToken.None);

    public Task<HttpResponseData> EstimateAsync(string body)
        => EstimateAsync(Request("/v1/videos/estimates", "POST", body));

    public Task<HttpResponseData> EstimateAsync(HttpRequestData request)
        => new EstimateGeneration(Authentication(), new RequestReader(new RequestRules()), new PriceBook(service.Options.Prices), service.Time)
            .RunAsync(request, CancellationToken.None);

    public Task<HttpResponseData> GetTaskAsync(string id, params (string Name, string Value)[] headers)
        => GetTaskAsync(id, Request($"/v1/tasks/{id}", headers: headers));

    public Task<HttpResponseData> GetTaskAsync(string id, HttpRequestData request)
        => new GetTask(Authentication(), service.Records, new TaskAnswers(service.Links), RetryAfter())
            .RunAsync(request, id, CancellationToken.None);

    public Task<HttpResponseData> DeleteVideoAsync(string id, string authorization = "Bearer " + Samples.ClientKey, string query = "")
        => new DeleteVideo(Authentication(), service.Records, service.Removal, new TaskAnswers(service.Links), NullLogger<DeleteVideo>.Instance)
            .RunAsync(new FakeHttpRequest($"{Origin}/v1/videos/{id}{query}", "DELETE", authorization: authorization), id, CancellationToken.None);

    public Task<HttpResponseData> GetOperationAsync(string id, HttpRequestData? request = null)
        => new GetOperation(Authentication(), service.Records, new TaskAnswers(service.Links), AsyncPattern())
            .RunAsync(request ?? Request($"/v1/operations/{id}"), id, CancellationToken.None);

    public Task<HttpResponseData> GetStatusAsync(string query, params (string Name, string Value)[] headers)
        => GetStatusAsync(Request("/v1/status" + query, headers: headers));

    public Task<HttpResponseData> GetStatusAsync(HttpRequestData request)
        => new GetStatus(Authentication(), service.Records, new StatusAnswers(service.Links), RetryAfter())
            .RunAsync(request, CancellationToken.None);

    public Task<HttpResponseData> ListAsync(string query) => ListAsync(Request("/v1/tasks" + query));

    public Task<HttpResponseData> ListAsync(HttpRequestData request)
        => new ListTasks(
            Authentication(), new TaskListing(service.Tables), new TaskAnswers(service.Links), new ListCursors(Samples.As(service.Options)))
            .RunAsync(request, CancellationToken.None);

    public Task<HttpResponseData> ListDeliveriesAsync(string id, HttpRequestData? request = null)
        => new ListDeliveries(Authentication(), service.Records, service.Deliveries)
            .RunAsync(request ?? Request($"/v1/tasks/{id}/deliveries"), id, CancellationToken.None);

    public Task<HttpResponseData> ResendCallbackAsync(string id, HttpRequestData? request = null)
        => new ResendCallback(
            Authentication(),
            service.Records,
            new CallbackResender(service.Deliveries, service.Time, NullLogger<CallbackResender>.Instance))
            .RunAsync(request ?? Request($"/v1/tasks/{id}/deliveries", "POST"), id, Orchestrations.Client, CancellationToken.None);

    public static FakeHttpRequest Request(
        string path, string method = "GET", string body = "", params (string Name, string Value)[] headers)
    {
        var request = new FakeHttpRequest(Origin + path, method, body);
        foreach (var (name, value) in headers) Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        return request;
    }

    public static string? Header(HttpResponseData response, string name)
        => response.Headers.TryGetValues(name, out var values) ? Assert.Single(values) : null;

    public Task<HttpResponseData> CreateBatchAsync(string body, params (string Name, string Value)[] headers)
        => CreateBatchAsync(Request("/v1/videos/batches", "POST", body, headers));

    public Task<HttpResponseData> CreateBatchAsync(HttpRequestData request)
    {
        var starter = new BatchStarter(
            service.NewStarter(), service.NewInputs(), service.Budgets, service.Records, service.Batches, new IdempotencyKeys(service.Tables),
            service.Time, NullLogger<BatchStarter>.Instance);
        return new CreateBatch(Authentication(), service.Clients, new RequestReader(new RequestRules()), service.NewStarter(), starter, service.Batches, BatchAnswers())
            .RunAsync(request, Orchestrations.Client, CancellationToken.None);
    }

    public Task<HttpResponseData> GetBatchAsync(string id, HttpRequestData? request = null)
        => new GetBatch(Authentication(), service.Batches, BatchAnswers(), RetryAfter())
            .RunAsync(request ?? Request($"/v1/videos/batches/{id}"), id, CancellationToken.None);

    private BatchAnswers BatchAnswers() => new(new TaskAnswers(service.Links));

    private Intake Intake()
    {
        var starter = service.NewStarter();
        return new Intake(Authentication(), new Admission(
            service.Clients,
            new RequestReader(new RequestRules()),
            starter,
            new IdempotentStarter(new IdempotencyKeys(service.Tables), service.Budgets, service.Records, starter, service.Time)));
    }

    private BearerAuthentication Authentication() => new(new ClientDirectory(Samples.As(service.Options)));

    private RetryAfter RetryAfter() => new(Samples.As(service.Options), service.Webhooks, service.Time);

    private AsyncPattern AsyncPattern() => new(RetryAfter());
}
