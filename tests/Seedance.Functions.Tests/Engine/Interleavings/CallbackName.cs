namespace Seedance.Functions.Tests.Engine.Interleavings;

/// <summary>Which task a webhook names.</summary>
internal enum CallbackName
{
    Right,
    Wrong,
    Empty,
}
