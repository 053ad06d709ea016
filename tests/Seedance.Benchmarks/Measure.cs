using System.Text.Encodings.Web;
using System.Text.Json.Serialization;

namespace Seedance.Benchmarks;

/// <summary>One figure of one benchmark, with its goal where there is one.</summary>
internal sealed record Measure(string Name, double Value, string Unit = "", double? Max = null, double? Min = null, string? Detail = null)
{
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public bool IsMet => !(Value > Max || Value < Min);

    public override string ToString()
    {
        var goal = (Max ?? Min) is { } limit ? $"{(IsMet ? "met" : "MISSED")}, goal {limit:0.##} {Unit}" : Detail;
        return string.Create(CultureInfo.InvariantCulture, $"{Name,-60} {Value,10:0.##} {Unit,-5} {goal}").TrimEnd();
    }
}

internal static class Samples
{
    public static double At(this IEnumerable<double> samples, double fraction)
    {
        var sorted = samples.Order().ToList();
        return sorted[(int)Math.Round((sorted.Count - 1) * fraction)];
    }

    public static double Median(this IEnumerable<double> samples) => samples.At(0.5);
}

/// <summary>Resident memory in MB, as the kernel of Linux counts it.</summary>
internal static class Memory
{
    /// <summary>The memory of this process now, from which its peak counts from now on.</summary>
    public static double RestartPeak()
    {
        File.WriteAllText("/proc/self/clear_refs", "5");
        return Peak(Environment.ProcessId);
    }

    public static double Peak(int process) => Field(process, "VmHWM:") / 1024;

    /// <summary>The sum of the peaks of a process and of all below it.</summary>
    public static double PeakOfTree(int process) => Peak(process) + Directory.EnumerateDirectories("/proc")
        .Select(path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out var id) ? id : 0)
        .Where(id => id > 0 && File.Exists($"/proc/{id}/status") && (int)Field(id, "PPid:") == process).Sum(PeakOfTree);

    private static double Field(int process, string name)
    {
        var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
        return line is null ? 0 : double.Parse(line[name.Length..].TrimEnd('k', 'B'), CultureInfo.InvariantCulture);
    }
}
