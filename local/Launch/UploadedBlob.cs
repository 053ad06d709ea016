namespace Seedance.Launch;

/// <summary>A blob as its upload left it.</summary>
/// <param name="Container">Name of its container.</param>
/// <param name="Name">Its full name in there, as it is, not as it stands in a URL.</param>
/// <param name="Url">Where it is, without a signature.</param>
/// <param name="ETag">Without quotes, as events have it.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="ContentType">What the upload said it is.</param>
public sealed record UploadedBlob(string Container, string Name, Uri Url, string ETag, long Bytes, string ContentType);
