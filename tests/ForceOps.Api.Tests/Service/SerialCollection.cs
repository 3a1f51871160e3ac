namespace ForceOps.Api.Tests.Service;

/// <summary>
/// For tests that count what the whole process does, and for clients whose patience is judged: nothing else runs beside them.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class SerialCollection
{
    internal const string Name = "alone";
}
