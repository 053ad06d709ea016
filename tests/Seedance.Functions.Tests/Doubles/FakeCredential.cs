using Azure.Core;

namespace Seedance.Functions.Tests.Doubles;

/// <summary>An identity that always has a token.</summary>
internal sealed class FakeCredential : TokenCredential
{
    public const string Token = "token-of-the-identity";

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        => new(Token, DateTimeOffset.MaxValue);

    public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
        => ValueTask.FromResult(GetToken(requestContext, cancellationToken));
}
