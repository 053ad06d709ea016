namespace Seedance.Functions.Storage;

/// <summary>What an uploaded file is for, as its name says.</summary>
internal enum UploadKind
{
    /// <summary>A picture: image to video.</summary>
    Image,

    /// <summary>The first frame of a video that has a last one as well.</summary>
    FirstFrame,

    /// <summary>The last frame of a video that has a first one as well.</summary>
    LastFrame,

    /// <summary>One request or a list of them.</summary>
    Job,

    /// <summary>What a picture beside it is to become; starts nothing by itself.</summary>
    Sidecar,

    /// <summary>What programs leave behind: a name that begins with a dot.</summary>
    Hidden,

    /// <summary>Nothing that a video can be made of.</summary>
    Other,
}
