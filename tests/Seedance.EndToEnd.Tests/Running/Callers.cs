using Seedance.Launch;

namespace Seedance.EndToEnd.Tests.Running;

internal static class Callers
{
    public const string CallbackSecret = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    public static readonly LocalClient Alpha = new("alpha", "end-to-end-key-of-alpha");

    public static readonly LocalClient Beta = new("beta", "end-to-end-key-of-beta");
}
