using System.Net;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Seedance.Functions.Api;
using Seedance.Functions.Api.SeedanceApi;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Api;

public class UnexpectedErrorsTests
{
    private static readonly UnexpectedErrors Middleware = new(NullLogger<UnexpectedErrors>.Instance);

    [Fact]
    public async Task What_should_not_happen_is_a_500_in_the_surface_s_own_shape()
    {
        var context = WithRequest();

        await Middleware.Invoke(context, _ => throw new InvalidOperationException("secret detail"));

        var response = Assert.IsType<FakeHttpResponse>(context.GetInvocationResult().Value);
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        var error = FakeHttpResponse.JsonOf(response).GetProperty("error");
        Assert.Equal(("internal_error", "api_error"), (error.GetProperty("code").GetString(), error.GetProperty("type").GetString()));
        Assert.Contains("invocation-1", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret detail", error.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(Generate))]
    [InlineData(nameof(GetStatus))]
    public async Task Behind_the_other_front_door_it_has_that_vendor_s_shape(string function)
    {
        var context = WithRequest(function);

        await Middleware.Invoke(context, _ => throw new InvalidOperationException("secret detail"));

        var json = FakeHttpResponse.JsonOf(Assert.IsType<FakeHttpResponse>(context.GetInvocationResult().Value));
        Assert.Equal((500, "INTERNAL_ERROR"), (json.GetProperty("code").GetInt32(), json.GetProperty("message").GetString()));
        Assert.Contains("invocation-1", json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret detail", json.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_function_that_succeeds_keeps_its_answer()
    {
        var context = WithRequest();

        await Middleware.Invoke(context, _ => Task.CompletedTask);

        Assert.Null(context.GetInvocationResult().Value);
    }

    [Fact]
    public async Task Without_a_request_the_failure_goes_on()
        => await Assert.ThrowsAsync<InvalidOperationException>(
            () => Middleware.Invoke(new FakeFunctionContext("activityTrigger"), _ => throw new InvalidOperationException()));

    [Fact]
    public async Task A_caller_that_hung_up_gets_no_answer()
    {
        var context = WithRequest();
        await context.Cancellation.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => Middleware.Invoke(context, _ => throw new OperationCanceledException()));
    }

    [Theory]
    [InlineData("httpTrigger", true)]
    [InlineData("activityTrigger", false)]
    [InlineData("orchestrationTrigger", false)]
    [InlineData("timerTrigger", false)]
    [InlineData("eventGridTrigger", false)]
    public void Only_http_functions_are_concerned(string trigger, bool concerned)
        => Assert.Equal(concerned, UnexpectedErrors.Concerns(new FakeFunctionContext(trigger)));

    private static FakeFunctionContext WithRequest(string function = "Function")
    {
        var context = new FakeFunctionContext(function: function);
        context.Features.Set<IHttpRequestDataFeature>(new RequestFeature());
        return context;
    }

    private sealed class RequestFeature : IHttpRequestDataFeature
    {
        public ValueTask<HttpRequestData?> GetHttpRequestDataAsync(FunctionContext context) => new(new FakeHttpRequest());
    }
}
