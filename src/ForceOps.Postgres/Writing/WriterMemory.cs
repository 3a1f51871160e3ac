namespace ForceOps.Postgres.Writing;

/// <summary>What a process remembers of the database between batches. All of it may be out of date; every use is checked behind the locks.</summary>
internal sealed record WriterMemory(KnownBooks Books, KnownAccounts Accounts, RulesCache Rules)
{
    internal static WriterMemory Empty(WriterOptions options) => new(new KnownBooks(), new KnownAccounts(options.KnownAccountsMax), new RulesCache(options.OpenOnFirstUse));
}
