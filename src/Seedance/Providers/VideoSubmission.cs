using Seedance.Requests;

namespace Seedance.Providers;

/// <summary>What is submitted to a provider.</summary>
/// <param name="Request">The request.</param>
/// <param name="IdempotencyKey">16 to 96 characters of <c>[A-Za-z0-9._-]</c>, the same for every attempt at one task.</param>
/// <param name="CallbackUrl">Where the provider is to report to: this service, never the caller. Null for polling only.</param>
public sealed record VideoSubmission(VideoRequest Request, string IdempotencyKey, Uri? CallbackUrl);
