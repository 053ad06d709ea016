namespace Seedance.Functions.Storage;

/// <summary>What came of reading an uploaded blob.</summary>
internal abstract record BlobResult
{
    private BlobResult()
    {
    }

    /// <summary>It is there.</summary>
    public sealed record Found(UploadedBlob Blob) : BlobResult;

    /// <summary>It is not there, no longer, or cannot be read at all.</summary>
    public sealed record Missing : BlobResult;

    /// <summary>It is there in another version than was asked for.</summary>
    public sealed record Changed : BlobResult;
}
