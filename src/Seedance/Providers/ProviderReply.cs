using System.Net;
using System.Text.Json;

namespace Seedance.Providers;

/// <summary>What came back from one request, or why nothing did.</summary>
internal abstract record ProviderReply
{
    private ProviderReply()
    {
    }

    /// <summary>The provider answered.</summary>
    /// <param name="Status">The status.</param>
    /// <param name="Root">The body; null when it is not JSON, larger than the cap, or broke off.</param>
    /// <param name="RetryAfter">How long the provider asked to wait.</param>
    /// <param name="Replayed">Whether it says that this is the answer to an earlier request with the same key.</param>
    public sealed record Answer(HttpStatusCode Status, JsonElement? Root, TimeSpan? RetryAfter, bool Replayed) : ProviderReply;

    /// <summary>The request surely did not reach the provider.</summary>
    public sealed record NotSent(string Reason) : ProviderReply;

    /// <summary>The request may have reached the provider; its answer did not come back.</summary>
    public sealed record NoAnswer(string Reason) : ProviderReply;
}
