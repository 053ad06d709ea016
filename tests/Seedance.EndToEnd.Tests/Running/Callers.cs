using Seedance.Launch;

namespace Seedance.EndToEnd.Tests.Running;

internal static class Callers
{
    public const string CallbackSecret = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    public static readonly LocalClient Alpha = new("alpha", "end-to-end-key-of-alpha");

    /// <summary>Whose budget is too small for any video.</summary>
    public static readonly LocalClient Poor = new("poor", "end-to-end-key-of-poor");

    public static readonly LocalClient Beta = new("beta", "end-to-end-key-of-beta");
}
