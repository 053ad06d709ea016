namespace Seedance; internal static class Placeholder;
