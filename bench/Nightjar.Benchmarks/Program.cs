using BenchmarkDotNet.Running;
using Nightjar.Benchmarks.Load;

// One word chooses the measurement; bench/README.md lists them with what they showed.
Options options = Options.Parse(args.Skip(1));
Func<Task> run = args.FirstOrDefault() switch
{
    "remote-write" => () => RemoteWriteLoad.RunAsync(options),
    "memory" => () => MemoryLoad.RunAsync(options),
    "disk" => () => DiskLoad.RunAsync(options),
    "query" => () => QueryLoad.RunAsync(options),
    "start" => () => StartLoad.RunAsync(options),
    "idle" => () => IdleLoad.RunAsync(options),
    "history" => () => HistoryLoad.RunAsync(options),
    "logs" => () => LogLoad.RunAsync(options),
    "micro" => () => Task.FromResult(BenchmarkSwitcher.FromAssembly(typeof(Options).Assembly).Run([.. args.Skip(1)])),
    _ => () => Task.FromException(new ArgumentException("Say what to measure: remote-write, memory, disk, query, start, idle, history, logs or micro.")),
};
Console.WriteLine(Machine.Line());
await run();
