namespace Seedance.Launch; internal static class Placeholder;
