using ForceOps.Benchmarks;

if (args is ["--help"])
{
    Console.WriteLine(BenchmarkOptions.Usage);
    return 0;
}
if (!BenchmarkOptions.TryParse(args, out var options, out var mistake))
{
    Console.Error.WriteLine(mistake);
    Console.Error.WriteLine(BenchmarkOptions.Usage);
    return 2;
}

// As the service does for itself (Hosting/Sockets): whoever hears of an answer goes on with it, and wakes no other thread for it.
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    // The first Ctrl+C lets servers stop and folders go; the second one is the user's last word.
    pressed.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
};

try
{
    await Session.RunAsync(options, stop.Token);
    return 0;
}
catch (BenchmarkException refused)
{
    Console.Error.WriteLine(refused.Message);
    return 1;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    Console.Error.WriteLine("Stopped.");
    return 130;
}
