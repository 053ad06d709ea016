using Azure;

namespace Seedance.Functions.Tests.Doubles;

/// <summary>The answer to a read of a row that is not there.</summary>
internal sealed class MissingRow<T> : NullableResponse<T>
{
    public override bool HasValue => false;

    public override T Value => throw new InvalidOperationException("There is no such row.");

    public override Response GetRawResponse() => new FakeResponse(404);
}
