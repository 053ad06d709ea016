namespace Seedance.Functions.Uploads;

/// <summary>Why an upload is refused, beside the codes of requests and of pictures; they stand before the reason's text.</summary>
public static class UploadRefusalCodes
{
    /// <summary>The first folder names no client, or there is no folder.</summary>
    public const string UnknownClient = "UNKNOWN_CLIENT";

    /// <summary>The file is neither a picture nor a job nor what belongs to one.</summary>
    public const string UnsupportedFile = "UNSUPPORTED_FILE";

    /// <summary>A metadata value is not percent-encoded UTF-8.</summary>
    public const string InvalidMetadata = "INVALID_METADATA";

    /// <summary>A job names a file that is not there.</summary>
    public const string MediaNotFound = "MEDIA_NOT_FOUND";

    /// <summary>A job names a file that it may not use.</summary>
    public const string InvalidMediaName = "INVALID_MEDIA_NAME";

    /// <summary>The client's budget does not allow it.</summary>
    public const string Budget = "BUDGET";

    /// <summary>The provider that would serve it has no API key here.</summary>
    public const string ProviderNotConfigured = "PROVIDER_NOT_CONFIGURED";
}
