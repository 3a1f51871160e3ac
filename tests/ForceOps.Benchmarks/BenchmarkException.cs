namespace ForceOps.Benchmarks;

/// <summary>
/// A run that must not be quoted: a tool is missing, a server is not durable, or what was answered is not what is stored.
/// </summary>
internal sealed class BenchmarkException(string message) : Exception(message);
