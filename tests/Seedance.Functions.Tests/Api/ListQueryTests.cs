using System.Net;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Api;

public class ListQueryTests
{
    private readonly FrontDoors _doors = new(new FakeService());

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=101", "limit")]
    [InlineData("limit=ten", "limit")]
    [InlineData("limit=-1", "limit")]
    [InlineData("limit=", "limit")]
    [InlineData("limit=1&limit=2", "limit")]
    [InlineData("limit=99999999999999999999", "limit")]
    [InlineData("status=done", "status")]
    [InlineData("status=Completed", "status")]
    [InlineData("status=", "status")]
    [InlineData("model=seedance-2.0", "model")]
    [InlineData("model=' or 1 eq 1", "model")]
    [InlineData("created_after=yesterday", "created_after")]
    [InlineData("created_before=1772366400000", "created_before")]
    [InlineData("created_before=-1", "created_before")]
    [InlineData("cursor=", "cursor")]
    [InlineData("cursor=abc", "cursor")]
    [InlineData("cursor=%00", "cursor")]
    [InlineData("cursor=clé", "cursor")]
    [InlineData("page=2", "page")]
    [InlineData("limt", "limt")]
    public async Task A_wrong_parameter_is_named(string query, string parameter)
    {
        var response = await _doors.ListAsync("?" + query);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var error = Http.JsonOf(response).GetProperty("error");
        Assert.Equal("invalid_request", error.GetProperty("code").GetString());
        Assert.Equal(parameter, Assert.Single(error.GetProperty("errors").EnumerateArray()).GetProperty("param").GetString());
    }

    [Fact]
    public async Task Everything_wrong_is_told_at_once()
    {
        var error = Http.JsonOf(await _doors.ListAsync("?limit=0&status=x&page=1")).GetProperty("error");

        var named = error.GetProperty("errors").EnumerateArray().Select(each => each.GetProperty("param").GetString());
        Assert.Equal(["limit", "page", "status"], named.Order(StringComparer.Ordinal));
    }
}
