using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Seedance.Emulator.Host.Http;

/// <summary>
/// A response as a function makes it. It reaches the client when the function has returned, as on the real host; a body that
/// the function puts in place of the buffer is streamed.
/// </summary>
internal sealed class EmulatedResponse(FunctionContext context) : HttpResponseData(context)
{
    public override HttpStatusCode StatusCode { get; set; } = HttpStatusCode.OK;

    public override HttpHeadersCollection Headers { get; set; } = [];

    public override Stream Body { get; set; } = new MemoryStream();

    public override HttpCookies Cookies { get; } = new ResponseCookies();

    public async Task WriteToAsync(HttpContext http)
    {
        await using var body = Body;
        var response = http.Response;
        response.StatusCode = (int)StatusCode;
        foreach (var header in Headers.NonValidated)
        {
            response.Headers[header.Key] = header.Value.ToArray();
        }

        ((ResponseCookies)Cookies).WriteTo(response);
        var bodiless = HttpMethods.IsHead(http.Request.Method) || StatusCode is HttpStatusCode.NoContent or HttpStatusCode.NotModified;
        if (body.CanSeek)
        {
            body.Position = 0;
            response.ContentLength = bodiless && (response.ContentLength is not null || body.Length == 0)
                ? response.ContentLength
                : body.Length;
        }

        if (!bodiless)
        {
            await body.CopyToAsync(response.Body, http.RequestAborted);
        }
    }
}
