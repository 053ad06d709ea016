using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Seedance.Emulator.Tests.Host;

public sealed class HttpBodyTests
{
    [Fact]
    public async Task Status_headers_and_cookies_that_a_function_sets_reach_the_client()
    {
        await using var app = await TestApp.StartAsync(typeof(Bodies));

        var response = await app.Client.PostAsync(new Uri("/json", UriKind.Relative), new StringContent("""{"NAME":"sea","size":3}"""));

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("/v1/operations/1", response.Headers.Location?.OriginalString);
        Assert.Equal(["a", "b"], response.Headers.GetValues("X-Many"));
        Assert.Equal(["one=1; path=/", "two=2; max-age=60; path=/v1; secure; samesite=strict; httponly"], response.Headers.GetValues("Set-Cookie"));
        Assert.Equal("""{"Name":"sea","Size":4}""", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_request_body_reaches_the_function_while_it_is_still_being_sent()
    {
        var seen = new Signals();
        await using var app = await TestApp.StartAsync(builder => builder.Services.AddSingleton(seen), typeof(Bodies));
        using var connection = await ConnectAsync(app);

        await connection.SendAsync("POST /first-byte HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nA"u8.ToArray());
        Assert.Equal((byte)'A', await seen.FirstByte.Task.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task A_stream_in_place_of_the_body_is_sent_to_its_end_and_closed()
    {
        var seen = new Signals();
        await using var app = await TestApp.StartAsync(builder => builder.Services.AddSingleton(seen), typeof(Bodies));

        await seen.Pipe.Writer.WriteAsync("first "u8.ToArray());
        var response = await app.Client.GetAsync(new Uri("/stream", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);

        Assert.Null(response.Content.Headers.ContentLength);
        Assert.Equal("video/mp4", response.Content.Headers.ContentType?.MediaType);
        var body = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[6];
        await body.ReadExactlyAsync(buffer);
        Assert.Equal("first ", Encoding.UTF8.GetString(buffer));
        await seen.Pipe.Writer.WriteAsync("last"u8.ToArray());
        await seen.Pipe.Writer.CompleteAsync();
        Assert.Equal("last", await new StreamReader(body).ReadToEndAsync());
    }

    [Theory]
    [InlineData("/throws")]
    [InlineData("/throws-late")]
    public async Task An_exception_is_a_500_without_a_body_and_a_logged_error(string path)
    {
        await using var app = await TestApp.StartAsync(typeof(Bodies));

        var response = await app.Client.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
        var error = Assert.Single(app.Logs.Errors);
        Assert.Contains("Functions.Throws", error, StringComparison.Ordinal);
        Assert.Contains("no luck", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/nothing", HttpStatusCode.NoContent)]
    [InlineData("/not-modified", HttpStatusCode.NotModified)]
    public async Task A_response_that_has_no_body_is_sent_without_one(string path, HttpStatusCode status)
    {
        await using var app = await TestApp.StartAsync(typeof(Bodies));

        var response = await app.Client.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(status, response.StatusCode);
        Assert.Empty(app.Logs.Errors);
    }

    [Fact]
    public async Task A_function_is_cancelled_when_its_client_goes_away()
    {
        var seen = new Signals();
        await using var app = await TestApp.StartAsync(builder => builder.Services.AddSingleton(seen), typeof(Bodies));
        using (var connection = await ConnectAsync(app))
        {
            await connection.SendAsync("GET /waits HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray());
            await seen.Started.Task.WaitAsync(TimeSpan.FromSeconds(20));
        }

        await seen.Cancelled.Task.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Empty(app.Logs.Errors);
    }

    [Fact]
    public async Task Stopping_waits_for_a_running_function()
    {
        var seen = new Signals();
        await using var app = await TestApp.StartAsync(builder => builder.Services.AddSingleton(seen), typeof(Bodies));
        var answer = app.Client.GetAsync(new Uri("/finishes", UriKind.Relative));
        await seen.Started.Task.WaitAsync(TimeSpan.FromSeconds(20));

        var stopping = app.StopAsync();
        Assert.False(stopping.IsCompleted);
        seen.Finish.SetResult();

        Assert.Equal(HttpStatusCode.OK, (await answer).StatusCode);
        await stopping.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData("GET /not-modified HTTP/1.0\r\n\r\n", "304")]
    [InlineData("GET /not-modified HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n", "304")]
    [InlineData("GET /not-modified HTTP/1.1\r\nHost: x:70000\r\nConnection: close\r\n\r\n", "400")]
    [InlineData("POST /json HTTP/1.1\r\nHost: x\r\nContent-Length: 104857601\r\nConnection: close\r\n\r\n", "413")]
    public async Task A_request_that_is_malformed_is_the_clients_fault(string request, string status)
    {
        await using var app = await TestApp.StartAsync(typeof(Bodies));
        using var connection = await ConnectAsync(app);

        await connection.SendAsync(Encoding.ASCII.GetBytes(request));
        using var answer = new StreamReader(new NetworkStream(connection));

        Assert.Contains($" {status} ", await answer.ReadLineAsync(), StringComparison.Ordinal);
        Assert.Empty(app.Logs.Errors);
    }

    private static async Task<Socket> ConnectAsync(TestApp app)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, app.Client.BaseAddress!.Port);
        return socket;
    }

    public sealed class Signals
    {
        public TaskCompletionSource<byte> FirstByte { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Started { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Finish { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Pipe Pipe { get; } = new();
    }

    public sealed record Clip(string Name, int Size);

    public static class Bodies
    {
        [Function("Json")]
        public static async Task<HttpResponseData> Json([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "json")] HttpRequestData request)
        {
            var clip = await request.ReadFromJsonAsync<Clip>();
            var response = request.CreateResponse(HttpStatusCode.Accepted);
            response.Headers.Add("Location", "/v1/operations/1");
            response.Headers.Add("X-Many", ["a", "b"]);
            response.Cookies.Append("one", "1");
            response.Cookies.Append(new HttpCookie("two", "2")
            {
                Path = "/v1",
                MaxAge = 60,
                Secure = true,
                HttpOnly = true,
                SameSite = SameSite.Strict,
            });
            await response.WriteAsJsonAsync(clip! with { Size = clip.Size + 1 });
            return response;
        }

        [Function("FirstByte")]
        public static async Task FirstByte(
            [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "first-byte")] HttpRequestData request, CancellationToken cancellationToken)
        {
            var buffer = new byte[1];
            await request.Body.ReadExactlyAsync(buffer, cancellationToken);
            request.FunctionContext.InstanceServices.GetRequiredService<Signals>().FirstByte.SetResult(buffer[0]);
        }

        [Function("Stream")]
        public static HttpResponseData Stream([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "stream")] HttpRequestData request)
        {
            var response = request.CreateResponse(HttpStatusCode.OK);
            response.Headers.Add("Content-Type", "video/mp4");
            response.Body = request.FunctionContext.InstanceServices.GetRequiredService<Signals>().Pipe.Reader.AsStream();
            return response;
        }

        [Function("Throws")]
        public static HttpResponseData Throws([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "throws")] HttpRequestData request) =>
            throw new InvalidOperationException($"no luck with {request.Url}");

        [Function("ThrowsLate")]
        public static async Task<HttpResponseData> ThrowsLate(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "throws-late")] HttpRequestData request)
        {
            await request.CreateResponse(HttpStatusCode.OK).WriteStringAsync("written, never sent");
            throw new InvalidOperationException("no luck");
        }

        [Function("Nothing")]
        public static Task Nothing([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "nothing")] HttpRequestData request) =>
            request.Body.FlushAsync();

        [Function("NotModified")]
        public static HttpResponseData NotModified(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "not-modified")] HttpRequestData request) =>
            request.CreateResponse(HttpStatusCode.NotModified);

        [Function("Waits")]
        public static async Task<HttpResponseData> Waits(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "waits")] HttpRequestData request, CancellationToken cancellationToken)
        {
            var signals = request.FunctionContext.InstanceServices.GetRequiredService<Signals>();
            Assert.Equal(cancellationToken, request.FunctionContext.CancellationToken);
            using var registration = cancellationToken.Register(signals.Cancelled.SetResult);
            signals.Started.SetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return request.CreateResponse();
        }

        [Function("Finishes")]
        public static async Task<HttpResponseData> Finishes(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "finishes")] HttpRequestData request)
        {
            var signals = request.FunctionContext.InstanceServices.GetRequiredService<Signals>();
            signals.Started.SetResult();
            await signals.Finish.Task;
            return request.CreateResponse();
        }
    }
}
