namespace Seedance.Launch;

/// <summary>Where the app finds one provider, and with which key.</summary>
public sealed record ProviderAddress(Uri BaseUrl, string ApiKey);
