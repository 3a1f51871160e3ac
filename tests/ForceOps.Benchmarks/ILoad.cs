namespace ForceOps.Benchmarks;

/// <summary>Something that forces money for a while: against PostgreSQL itself, or over HTTP against the service.</summary>
internal interface ILoad
{
    string Name { get; }

    /// <summary>The load that this one is divided by; null: it is a denominator itself.</summary>
    string? Denominator { get; }

    /// <summary>Where its authorizations lie; null: it stores nothing.</summary>
    string? Database { get; }

    /// <summary>
    /// Rows of requests that can be under way, unanswered, when the load ends: so many more may be stored than were answered.
    /// </summary>
    int Unanswered { get; }

    bool UsesService { get; }

    Task<LoadResult> RunAsync(int seconds, CancellationToken stop);
}
