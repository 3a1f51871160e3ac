namespace ForceOps.Postgres.Writing;

/// <summary>The known accounts of a book, and how well believing in them has worked lately.</summary>
internal sealed class BookAccounts
{
    private int _pause;
    private int _batchesToWait;
    private bool _askedForRest;

    internal Dictionary<long, KnownAccount> Accounts { get; } = [];

    /// <param name="accounts">Of the book.</param>
    /// <param name="further">No more than so many can be known besides.</param>
    internal void MakeRoom(int accounts, int further) => Accounts.EnsureCapacity(Math.Min(accounts, Accounts.Count + Math.Max(0, further)));

    /// <summary>Whether this batch is to be decided on what is loaded; counts it.</summary>
    internal bool Pauses() => _batchesToWait > 0 && _batchesToWait-- > 0;

    internal bool WantsRest() => !_askedForRest && (_askedForRest = true);

    internal void Failed(int pauseMax)
    {
        _pause = Math.Min(Math.Max(1, _pause * 2), pauseMax);
        _batchesToWait = _pause;
    }

    internal void Worked() => _pause /= 2;
}
