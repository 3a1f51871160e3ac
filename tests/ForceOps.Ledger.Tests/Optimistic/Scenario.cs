namespace ForceOps.Tests.Optimistic;

/// <summary>Describes a small world whose every interleaving is explored.</summary>
/// <param name="Batches">The batches of forces that clients send, each at any moment.</param>
internal sealed record Scenario(string Name, params ModelRequest[] Batches)
{
    /// <summary>What people change meanwhile, one after the other.</summary>
    internal IReadOnlyList<Change> Changes { get; init; } = [];

    /// <summary>How many connections may break, at any moment of any transaction.</summary>
    internal int Losses { get; init; }

    /// <summary>How often somebody who waits for a lock may give up.</summary>
    internal int Timeouts { get; init; }

    /// <summary>True when a service may die instead of a connection.</summary>
    internal bool Dies { get; init; }

    /// <summary>True when a client without an answer sends its request once more, to either service.</summary>
    internal bool Repeats { get; init; } = true;

    /// <summary>True when the new book of a reset does not have the processing code.</summary>
    internal bool ResetRemovesCode { get; init; }

    /// <summary>The number of runs after which a batch is refused with 503; the service has 10.</summary>
    internal int RunsMax { get; init; } = 3;

    internal bool HasWorker => Timeouts > 0 || Batches.Any(batch => batch.Forces.Any(force => force.IsDelayed));

    public override string ToString() => Name;
}

/// <summary>Describes a batch: where it is sent first, and its forces.</summary>
internal sealed record ModelRequest(int Service, params ModelForce[] Forces);

/// <summary>Describes a force on one account.</summary>
/// <param name="IsDelayed">True when the client asks for it to be posted later.</param>
internal sealed record ModelForce(int TrackingId, int Account, int Amount, bool IsDelayed = false);

/// <summary>Names what people change, as bits, so that a request can tell which of them had been answered when it was sent.</summary>
internal enum Change : byte
{
    /// <summary>A reset or a restore: another book, and another version of the rules.</summary>
    Reset = 1,

    /// <summary>A processing code is removed.</summary>
    Rules = 2,

    /// <summary>The first account becomes one whose operations are delayed.</summary>
    Setting = 4,
}
