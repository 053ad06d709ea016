namespace Seedance.EndToEnd.Tests.CrashMatrix;

internal enum Moment
{
    /// <summary>The request never gets where it was going.</summary>
    Before,

    /// <summary>The request has been carried out, and the app never learns of it.</summary>
    After,
}
