namespace ForceOps.Api.Sandbox.Seed;

/// <summary>A seed file that cannot be applied: says where the wrong value is, and the service does not start.</summary>
internal sealed class SeedFileException(string file, string path, string problem) : Exception($"seed file {file}: {path} {problem}");
