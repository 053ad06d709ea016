using Azure.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Seedance.Functions.Tests.Api;

public class ApiErrorsTests
{
    private readonly FakeLogger<ApiErrors> _log = new();
    private readonly DefaultHttpContext _http = Http.ContextOf(Http.Request("GET /v1/tasks"));

    [Theory]
    [InlineData("/v1/tasks", "error.code", "internal_error", "error.message")]
    [InlineData("/v1/generate", "message", "INTERNAL_ERROR", "detail")]
    [InlineData("/V1/Status/", "message", "INTERNAL_ERROR", "detail")]
    public async Task What_is_unforeseen_is_a_500_with_an_id_that_finds_its_log_line(
        string path, string word, string code, string sentence)
    {
        _http.Request.Path = path;

        var error = await ErrorAsync(new InvalidOperationException("secret detail"), HttpStatusCode.InternalServerError);

        Assert.Equal((code, LogLevel.Error), (error.Text(word), _log.LatestRecord.Level));
        Assert.Contains(Invocation.Id, error.Text(sentence), StringComparison.Ordinal);
        Assert.Contains(Invocation.Id, _log.LatestRecord.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret detail", error.GetRawText(), StringComparison.Ordinal);
    }

    public static TheoryData<Exception, HttpStatusCode> Failures => new()
    {
        { new RequestFailedException(503, "busy"), HttpStatusCode.ServiceUnavailable },
        { new RequestFailedException(412, "a total that others changed at every try"), HttpStatusCode.ServiceUnavailable },
        {
            new AggregateException(new RequestFailedException(0, "refused"), new TaskCanceledException("the network timeout")),
            HttpStatusCode.ServiceUnavailable
        },
        { new CredentialUnavailableException("no managed identity"), HttpStatusCode.ServiceUnavailable },
        { new TimeoutException("the engine"), HttpStatusCode.ServiceUnavailable },
        { new AggregateException(new RequestFailedException(403, "forbidden")), HttpStatusCode.InternalServerError },
        { new BadHttpRequestException("Unexpected end of request content.", 400), HttpStatusCode.BadRequest },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Storage_that_does_not_respond_is_a_503_that_says_when_to_try_again(Exception failure, HttpStatusCode status)
    {
        await ErrorAsync(failure, status);

        var isStorage = status == HttpStatusCode.ServiceUnavailable;
        Assert.Equal(isStorage ? "10" : null, Http.ResponseOf(_http).Header("Retry-After"));
        if (isStorage) Assert.Equal((LogLevel.Warning, failure), (_log.LatestRecord.Level, _log.LatestRecord.Exception));
    }

    [Fact]
    public async Task Headers_that_a_function_set_before_it_failed_are_not_sent()
    {
        _http.Response.Headers.Location = "https://videos.example.com/v1/operations/x";

        await ErrorAsync(ApiException.TaskNotFound(), HttpStatusCode.NotFound);

        Assert.Null(Http.ResponseOf(_http).Header("Location"));
    }

    [Fact]
    public async Task A_result_that_cannot_be_written_is_an_error_as_well()
    {
        await InvokeAsync(context => context.GetInvocationResult().Value = Mock.Of<IResult>(
            each => each.ExecuteAsync(_http) == Task.FromException(new NotSupportedException("secret detail"))));

        Assert.Equal(HttpStatusCode.InternalServerError, Http.ResponseOf(_http).StatusCode);
    }

    [Fact]
    public async Task Half_a_response_does_not_look_like_a_whole_one()
    {
        var lifetime = new Mock<IHttpRequestLifetimeFeature>();
        _http.Features.Set(Mock.Of<IHttpResponseFeature>(each => each.HasStarted));
        _http.Features.Set(lifetime.Object);

        await InvokeAsync(_ => throw new InvalidOperationException());

        lifetime.Verify(each => each.Abort(), Times.Once);
    }

    [Fact]
    public async Task A_caller_that_has_gone_away_is_no_error()
    {
        _http.RequestAborted = new CancellationToken(canceled: true);

        await InvokeAsync(_ => throw new TaskCanceledException());
        await InvokeAsync(_ => throw new IOException("The client reset the request stream."));

        Assert.Empty(Http.ResponseOf(_http).Bytes());
        Assert.All(_log.Collector.GetSnapshot(), line => Assert.Equal(LogLevel.Debug, line.Level));
    }

    [Fact]
    public async Task A_host_that_stops_asks_to_try_again()
    {
        await InvokeAsync(_ => throw new TaskCanceledException(), new CancellationToken(canceled: true));

        var response = Http.ResponseOf(_http);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "5"), (response.StatusCode, response.Header("Retry-After")));
    }

    private async Task<JsonElement> ErrorAsync(Exception failure, HttpStatusCode status)
    {
        await InvokeAsync(_ => throw failure);
        var response = Http.ResponseOf(_http);
        Assert.Equal(status, response.StatusCode);
        return response.Json();
    }

    private Task InvokeAsync(Action<FunctionContext> function, CancellationToken cancellationToken = default) => new ApiErrors(_log).Invoke(
        Invocation.Of("httpTrigger", http: _http, cancellationToken: cancellationToken),
        context =>
        {
            function(context);
            return Task.CompletedTask;
        });
}
