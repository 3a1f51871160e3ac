using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ForceOps.Tests.Optimistic;

/// <summary>
/// Holds everything that the model knows at one moment: the rows that are committed, what the transactions under way have done, what each
/// service remembers, and what each client has heard. It consists of bytes only, so that two states are equal when their bytes are.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ModelState
{
    internal const int Services = 2, Accounts = 2, TrackingIds = 3, BatchesMax = 3, ForcesMax = 2;

    /// <summary>The places of transactions: one for each batch, one for the worker, and those whose service no longer listens.</summary>
    internal const int Worker = BatchesMax, Orphans = BatchesMax + 1, SessionsMax = BatchesMax + 3;

    /// <summary>The org's row: its book, and its rules_version.</summary>
    internal byte Book, Label;
    internal byte LossesLeft, TimeoutsLeft;
    internal byte ChangesDone;
    internal ChangeStep ChangeStep;
    internal byte ChangeBook;
    /// <summary>The kinds of changes that were answered, as bits.</summary>
    internal byte Answered;
    internal Pair<BookRow> Books;
    internal Pair<ServiceMemory> Memories;
    internal Triple<ModelBatch> Batches;
    internal Sextuple<ModelSession> Sessions;
}

/// <summary>Holds the committed rows of a book.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct BookRow
{
    /// <summary>1 when the rules allow the force, 0 when the code was removed.</summary>
    internal byte Rules;
    internal Pair<AccountRow> Accounts;
    /// <summary>For each tracking id who posted it, 0 for nobody; the next the same for what waits.</summary>
    internal Triple<byte> Posted, Waiting;
}

/// <summary>Holds a committed account, the sum of its committed movements and the latest committed id.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct AccountRow
{
    internal sbyte Balance, Moved;
    internal byte Version, IsDelayed, LastId;
}

/// <summary>Holds what a service remembers: BookCache, RulesCache, AccountCache, and whether it has seen something that waits.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ServiceMemory
{
    internal byte Book, RulesBook, RulesLabel, Rules, KnowsWaiting;
    internal Pair<CachedBookEntry> Books;
}

[StructLayout(LayoutKind.Sequential)]
internal struct CachedBookEntry
{
    internal byte Exists;
    internal Pair<AccountValue> Accounts;
}

/// <summary>Holds an account as somebody saw it; all zero when nobody did.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct AccountValue
{
    internal byte IsKnown;
    internal sbyte Balance;
    internal byte Version, IsDelayed;
}

/// <summary>Holds what became of a batch, and of the request that its clients sent again.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ModelBatch
{
    internal BatchStep Step;
    internal byte Service, Run, Generation, SentAfter;
    /// <summary>1 when the batch only accepts its forces for later, since a row stays locked.</summary>
    internal byte IsLate;
    /// <summary>The forces whose accepted outcome was lost with a commit, as bits.</summary>
    internal byte Lost;
    internal Pair<ForceAnswer> Answers;
}

/// <summary>Holds a transaction under way.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ModelSession
{
    internal SessionStep Step;
    internal SessionPath Path;
    internal byte Batch, Service, Generation, SentAfter;
    internal byte Book, Label, Rules;
    /// <summary>The number of locks taken, or of rows inserted.</summary>
    internal byte Index;
    internal byte Misfits, Id, IsOrphan, IsLate, Locked, Inserted;
    /// <summary>What the worker posts: the tracking id, counted from 1, and who asked for it.</summary>
    internal byte Work, WorkTag;
    internal byte SeenBook, SeenLabel, SeenWaiting;
    internal Pair<AccountValue> Loaded;
    internal Pair<sbyte> Balances;
    internal Pair<byte> Found, FoundWaiting;
    internal Pair<ForceOutcome> Outcomes;
}

/// <summary>Holds one value for each service, book, account or force of a batch, of which there are two.</summary>
[InlineArray(2)]
internal struct Pair<T>
{
    private T _first;
}

/// <summary>Holds one value for each batch or tracking id, of which there are three.</summary>
[InlineArray(3)]
internal struct Triple<T>
{
    private T _first;
}

/// <summary>Holds one value for each place of a transaction, of which there are six.</summary>
[InlineArray(6)]
internal struct Sextuple<T>
{
    private T _first;
}

internal enum ChangeStep : byte { None, Locked, Halfway, Committed }

internal enum BatchStep : byte { NotSent, Running, Unanswered, Answered }

internal enum SessionPath : byte { None, Optimistic, Locking, Worker }

internal enum SessionStep : byte { None, Sent, Lock, Look, ReadOrg, ReadWaiting, ReadPosted, ReadRules, Insert, Update, Commit, Hear }

internal enum ForceOutcome : byte { None, Posted, Repeated, Refused, Waits, WaitsAlready, Done }

internal enum ForceAnswer : byte { None, Posted, Repeated, Refused, Waits, Unknown }
