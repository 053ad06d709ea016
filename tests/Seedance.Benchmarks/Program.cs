using Seedance.Benchmarks;

const string Usage = """
    dotnet run -c Release --project tests/Seedance.Benchmarks -- [BENCHMARK ...] [--quick] [--json FILE]
      start    from the start of the host's process to the first response
      create   200 creates, one after the other
      burst    200 generations at once, and the memory of host and worker
      restart  from kill -9 of host and worker during the submit and during the copy to the generation's end
      copy     a video from a provider into Blob Storage, against a plain stream; --quick takes small ones
      costs    storage operations and executions of one generation
      soak     generations with random faults while the app is killed [--generations 500] [--minutes 10] [--seed N]
    Without a name: start, create, burst and copy.
    """;

var (names, options) = (new List<string>(), new Dictionary<string, string>());
for (var i = 0; i < args.Length; i++)
{
    if (!args[i].StartsWith("--", StringComparison.Ordinal)) names.Add(args[i]);
    else options[args[i]] = args[i] == "--quick" ? "" : ++i < args.Length ? args[i] : "";
}
double Number(string option, double otherwise)
    => options.TryGetValue(option, out var text) ? double.Parse(text, CultureInfo.InvariantCulture) : otherwise;

var benchmarks = new Dictionary<string, Func<Task<IReadOnlyList<Measure>>>>
{
    ["start"] = Seedance.Benchmarks.Generations.StartAsync,
    ["create"] = Seedance.Benchmarks.Generations.CreateAsync,
    ["burst"] = Seedance.Benchmarks.Generations.BurstAsync,
    ["restart"] = Restarts.RunAsync,
    ["copy"] = () => Copy.RunAsync(options.ContainsKey("--quick")),
    ["costs"] = Costs.RunAsync,
    ["soak"] = () => Soak.RunAsync(
        (int)Number("--generations", 500), Number("--minutes", 10), (int)Number("--seed", Random.Shared.Next(1, 100_000))),
};
if (names.Exists(name => !benchmarks.ContainsKey(name))
    || options.Keys.Any(option => option is not ("--quick" or "--json" or "--generations" or "--minutes" or "--seed")))
{
    await Console.Error.WriteLineAsync(Usage);
    return 2;
}

try
{
    var all = new List<Measure>();
    foreach (var name in names.Count > 0 ? names : ["start", "create", "burst", "copy"])
    {
        var measures = await benchmarks[name]();
        Console.WriteLine();
        foreach (var measure in measures) Console.WriteLine(measure);
        Console.WriteLine();
        all.AddRange(measures);
    }
    if (options.TryGetValue("--json", out var file)) await File.WriteAllTextAsync(file, JsonSerializer.Serialize(all, Measure.Json));
    return all.TrueForAll(measure => measure.IsMet) ? 0 : 1;
}
catch (LaunchException failure)
{
    await Console.Error.WriteLineAsync(failure.Message);
    return 1;
}
