namespace Seedance.Requests;

/// <summary>Whose field names, types and defaults a request body follows.</summary>
public enum FrontDoor
{
    /// <summary><c>POST /v1/videos/generations</c> of api.evolink.ai.</summary>
    EvoLink,

    /// <summary><c>POST /v1/generate</c> of seedanceapi.org.</summary>
    SeedanceApi,
}
