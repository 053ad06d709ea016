using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Seedance.Emulator.Host;

namespace Seedance.Emulator.Tests.Host;

public sealed class CatalogTests
{
    [Theory]
    [InlineData(typeof(TwoTriggers), "Function 'TwoTriggers' has 2 triggers; a function has exactly one.")]
    [InlineData(typeof(NoTrigger), "Function 'NoTrigger' has 0 triggers; a function has exactly one.")]
    [InlineData(typeof(UnknownParameter), "Function 'UnknownParameter': nothing supplies its parameter 'color' of type System.String.")]
    [InlineData(typeof(WrongType), "Function 'WrongType': its httpTrigger cannot be bound to a System.String.")]
    [InlineData(typeof(SameName), "Two functions are named 'SAME'.")]
    [InlineData(typeof(SameRoute), "Functions 'A' and 'B' answer the same route and method: [GET,POST] /api/x/{second:int}/y.")]
    [InlineData(typeof(AnyMethod), "Functions 'A' and 'B' answer the same route and method: /api/x.")]
    [InlineData(typeof(WrongRoute), "Function 'WrongRoute': its route 'api/x/{y' is wrong: ")]
    [InlineData(typeof(WrongName), "'no spaces' cannot name a function: ")]
    [InlineData(typeof(WrongSchedule), "Function 'WrongSchedule': '*/5 * * * *' is no schedule of six fields")]
    [InlineData(typeof(NoSchedule), "Function 'NoSchedule': the setting 'Nowhere' of its schedule is missing.")]
    [InlineData(typeof(Hidden), "Function 'Hidden' must be a public, closed method of a class that can be made.")]
    public void A_function_that_cannot_run_stops_the_app_with_a_sentence_that_names_it(Type type, string sentence)
    {
        var refused = Assert.Throws<HostStartException>(() => TestApp.Builder(null, type).Build());

        Assert.StartsWith(sentence, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_route_may_have_a_function_for_each_method_and_constraint()
    {
        using var host = TestApp.Builder(null, typeof(GoodNeighbours)).Build();
    }

    public static class TwoTriggers
    {
        [Function("TwoTriggers")]
        public static HttpResponseData Run([HttpTrigger] HttpRequestData request, [TimerTrigger("0 0 0 * * *")] TimerInfo timer) =>
            request.CreateResponse(timer.IsPastDue ? System.Net.HttpStatusCode.OK : System.Net.HttpStatusCode.Gone);
    }

    public static class NoTrigger
    {
        [Function("NoTrigger")]
        public static string Run(FunctionContext context) => context.InvocationId;
    }

    public static class UnknownParameter
    {
        [Function("UnknownParameter")]
        public static string Run([HttpTrigger(Route = "{colour}")] HttpRequestData request, string color) => request.Method + color;
    }

    public static class WrongType
    {
        [Function("WrongType")]
        public static string Run([HttpTrigger] string request) => request;
    }

    public static class SameName
    {
        [Function("same")]
        public static string One([HttpTrigger] HttpRequestData request) => request.Method;

        [Function("SAME")]
        public static string Two([HttpTrigger] HttpRequestData request) => request.Method;
    }

    public static class SameRoute
    {
        [Function("A")]
        public static string One([HttpTrigger("get", Route = "X/{first:int}/y")] HttpRequestData request) => request.Method;

        [Function("B")]
        public static string Two([HttpTrigger("get", "post", Route = "x/{second:int}/y")] HttpRequestData request) => request.Method;
    }

    public static class AnyMethod
    {
        [Function("A")]
        public static string One([HttpTrigger("get", Route = "x")] HttpRequestData request) => request.Method;

        [Function("B")]
        public static string Two([HttpTrigger(Route = "x")] HttpRequestData request) => request.Method;
    }

    public static class GoodNeighbours
    {
        [Function("A")]
        public static string One([HttpTrigger("get", Route = "x/{id:int}")] HttpRequestData request) => request.Method;

        [Function("B")]
        public static string Two([HttpTrigger("post", Route = "x/{id:int}")] HttpRequestData request) => request.Method;

        [Function("C")]
        public static string Three([HttpTrigger("get", Route = "x/{id:guid}")] HttpRequestData request) => request.Method;
    }

    public static class WrongRoute
    {
        [Function("WrongRoute")]
        public static string Run([HttpTrigger(Route = "x/{y")] HttpRequestData request) => request.Method;
    }

    public static class WrongName
    {
        [Function("no spaces")]
        public static string Run([HttpTrigger] HttpRequestData request) => request.Method;
    }

    public static class WrongSchedule
    {
        [Function("WrongSchedule")]
        public static bool Run([TimerTrigger("*/5 * * * *")] TimerInfo timer) => timer.IsPastDue;
    }

    public static class NoSchedule
    {
        [Function("NoSchedule")]
        public static bool Run([TimerTrigger("%Nowhere%")] TimerInfo timer) => timer.IsPastDue;
    }

    public static class Hidden
    {
        [Function("Hidden")]
        internal static string Run([HttpTrigger] HttpRequestData request) => request.Method;
    }
}
