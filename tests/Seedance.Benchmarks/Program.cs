using Seedance.Benchmarks;
using Seedance.Benchmarks.Costs;
using Seedance.Benchmarks.Soak;

var benchmarks = new Dictionary<string, Func<Task<IReadOnlyList<Measure>>>>
{
    ["first-request"] = FirstRequest.RunAsync,
    ["create"] = Create.RunAsync,
    ["inflight"] = InFlight.RunAsync,
    ["uploads"] = Uploads.RunAsync,
    ["validation"] = Validation.RunAsync,
    ["copy"] = () => Copy.RunAsync(quick: args.Contains("--quick")),
};
var soak = args is ["soak", .. var wishes] ? SoakOptions.Parse(wishes) : null;
if (soak is null && args is ["soak", ..])
{
    await Console.Error.WriteLineAsync($"Usage: {SoakOptions.Usage}");
    return 2;
}
var chosen = args is [] or ["all"] ? [.. benchmarks.Keys] : args is ["copy", "--quick"] ? ["copy"] : args;
var counts = args is ["costs"];
if (soak is null && !counts && chosen.FirstOrDefault(name => !benchmarks.ContainsKey(name)) is { } unknown)
{
    await Console.Error.WriteLineAsync(
        $"There is no benchmark '{unknown}'; there are: {string.Join(", ", benchmarks.Keys)}, all, soak, costs; 'copy --quick' takes small videos only.");
    return 2;
}

try
{
    if (soak is not null) return await SoakStack.RunAsync(soak) ? 0 : 1;
    if (counts) return await CostRun.RunAsync();

    var measures = new List<Measure>();
    foreach (var name in chosen) measures.AddRange(await benchmarks[name]());
    Console.WriteLine();
    foreach (var measure in measures) Console.WriteLine(measure);
    return measures.All(measure => measure.IsMet) ? 0 : 1;
}
catch (LaunchException failure)
{
    await Console.Error.WriteLineAsync(failure.Message);
    return 1;
}
