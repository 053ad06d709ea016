using System.Net;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Seedance.Emulator.Tests.Host;

public sealed class InvocationTests
{
    [Fact]
    public async Task Each_invocation_has_its_own_scope_that_ends_after_the_response_was_sent()
    {
        var journal = new Journal();
        await using var app = await TestApp.StartAsync(
            builder => builder.Services.AddSingleton(journal).AddScoped<Scoped>(), typeof(Instance));

        var first = await app.Client.GetStringAsync(new Uri("/instance", UriKind.Relative));
        var second = await app.Client.GetStringAsync(new Uri("/instance", UriKind.Relative));
        await app.StopAsync();

        Assert.NotEqual(first, second);
        Assert.Equal(["function disposed", "scope disposed", "function disposed", "scope disposed"], journal.Lines);
    }

    [Fact]
    public async Task The_context_tells_which_function_runs_and_why()
    {
        await using var app = await TestApp.StartAsync(typeof(Instance));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/context/7");
        request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        var parts = (await (await app.Client.SendAsync(request)).Content.ReadAsStringAsync()).Split('|');

        Assert.True(Guid.TryParse(parts[0], out _));
        Assert.Equal("Context", parts[1]);
        Assert.Equal("7", parts[2]);
        Assert.Equal("httpTrigger", parts[3]);
        Assert.Contains("0af7651916cd43dd8448eb211c80319c", parts[4], StringComparison.Ordinal);
        Assert.Equal($"{typeof(Instance).FullName}.Context", parts[5]);
    }

    [Fact]
    public async Task Middleware_wraps_invocations_in_the_order_it_was_added()
    {
        var journal = new Journal();
        await using var app = await TestApp.StartAsync(
            builder =>
            {
                builder.Services.AddSingleton(journal).AddScoped<Scoped>();
                builder.UseMiddleware<Outer>();
                builder.UseWhen<OnlyContext>(context => context.FunctionDefinition.Name == "Context");
            },
            typeof(Instance));

        await app.Client.GetStringAsync(new Uri("/instance", UriKind.Relative));
        Assert.Equal(["outer", "function disposed", "outer done", "scope disposed"], journal.Lines);

        journal.Lines.Clear();
        var response = await app.Client.GetAsync(new Uri("/context/1", UriKind.Relative));
        Assert.Equal(["outer", "only context", "outer done"], journal.Lines);
        Assert.Equal(["middleware"], response.Headers.GetValues("X-From"));
    }

    [Fact]
    public async Task Middleware_turns_an_exception_into_a_response()
    {
        await using var app = await TestApp.StartAsync(builder => builder.UseMiddleware<Translate>(), typeof(Instance));

        var response = await app.Client.GetAsync(new Uri("/fails", UriKind.Relative));

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Equal("""{"error":"/fails is taken"}""", await response.Content.ReadAsStringAsync());
        Assert.Empty(app.Logs.Errors);
    }

    public sealed class Journal
    {
        public List<string> Lines { get; } = [];
    }

    public sealed class Scoped(Journal journal) : IDisposable
    {
        public Guid Id { get; } = Guid.NewGuid();

        public void Dispose() => journal.Lines.Add("scope disposed");
    }

    public sealed class Instance(IServiceProvider services) : IDisposable
    {
        private readonly Scoped? _scoped = services.GetService<Scoped>();

        [Function("Instance")]
        public async Task<HttpResponseData> Run(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "instance")] HttpRequestData request, FunctionContext context)
        {
            Assert.Same(_scoped, context.InstanceServices.GetRequiredService<Scoped>());
            Assert.Same(context, request.FunctionContext);
            var response = request.CreateResponse();
            await response.WriteStringAsync(_scoped!.Id.ToString());
            return response;
        }

        [Function("Context")]
        public static async Task<HttpResponseData> Context(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "context/{number}")] HttpRequestData request, FunctionContext context)
        {
            var response = request.CreateResponse();
            await response.WriteStringAsync(string.Join('|',
                context.InvocationId,
                context.FunctionDefinition.Name,
                context.BindingContext.BindingData["number"],
                context.FunctionDefinition.InputBindings["request"].Type,
                context.TraceContext.TraceParent,
                context.FunctionDefinition.EntryPoint));
            return response;
        }

        [Function("Fails")]
        public static HttpResponseData Fails([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "fails")] HttpRequestData request) =>
            throw new InvalidOperationException($"{request.Url.AbsolutePath} is taken");

        public void Dispose()
        {
            if (_scoped is not null)
            {
                services.GetRequiredService<Journal>().Lines.Add("function disposed");
            }
        }
    }

    public sealed class Outer(Journal journal) : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            journal.Lines.Add("outer");
            await next(context);
            journal.Lines.Add("outer done");
        }
    }

    public sealed class OnlyContext(Journal journal) : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            context.Items["seen"] = true;
            journal.Lines.Add("only context");
            await next(context);
            context.GetHttpResponseData()!.Headers.Add("X-From", "middleware");
        }
    }

    public sealed class Translate : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            try
            {
                await next(context);
            }
            catch (InvalidOperationException e)
            {
                var request = await context.GetHttpRequestDataAsync();
                var response = request!.CreateResponse(HttpStatusCode.Conflict);
                await response.WriteAsJsonAsync(new { error = e.Message });
                context.GetInvocationResult().Value = response;
            }
        }
    }
}
