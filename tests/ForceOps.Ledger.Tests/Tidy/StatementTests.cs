using System.Text.RegularExpressions;

namespace ForceOps.Tests.Tidy;

/// <summary>
/// The statements stay such that a distributed database (docs/scale.md) takes them, and sends each to the one server that has its book.
/// No cluster reaches every run of the tests; this one does.
/// </summary>
public sealed class StatementTests
{
    private const string Folder = "src/ForceOps.Postgres/";

    private const string BookTables =
        "accounts|account_statuses|attempts|authorizations|books|delayed_operations|denials|hold_changes|movements|network_authorizations"
        + "|processing_codes|status_changes";

    /// <summary>What runs on one server only, and why.</summary>
    private static readonly string[] OneServer =
    [
        // It takes its ids inside the statement; KnownAccountsMax is 0 on a distributed database.
        "OptimisticTransaction.cs",
        // ReadOrg, beside which ReadOrgAlone stands.
        "BatchLoader.cs",
    ];

    [Fact]
    public void No_statement_names_the_place_of_a_row() =>
        AssertNone(@"\bctid\b", "A row's place on its page means nothing to another server. Name the row by its key:");

    [Fact]
    public void No_select_list_is_empty() =>
        AssertNone($@"\b(SELECT|PERFORM) FROM ({BookTables})\b", "An empty select list does not survive the planning of a distributed statement. Write SELECT 1 FROM:");

    [Fact]
    public void No_statement_finds_its_book_by_itself() =>
        AssertNone(@"SELECT book FROM orgs WHERE[^)]*\)", "The org is on another server than its book. Ask BookId.OfAsync first, and name the book:");

    [Fact]
    public void No_statement_on_a_book_calls_what_changes_between_rows() => AssertNone(
        $@"\b(FROM|JOIN|INTO|UPDATE) ({BookTables})\b[\s\S]*\b(clock_timestamp|random|gen_random_uuid|nextval)\(|\b(clock_timestamp|random|gen_random_uuid|nextval)\([\s\S]*\b(FROM|JOIN|INTO|UPDATE) ({BookTables})\b",
        "A volatile function is refused beside a distributed table, and ids come from one server. Ask for the value first, and pass it in:");

    [Fact]
    public void Rows_of_a_book_come_through_the_row_of_the_book() => AssertNone(
        $@"INSERT INTO ({BookTables})\b[^;]*\bSELECT \$1\b", "Without the book's row these rows may be of any server, and commit in two phases. Write FROM books, unnest(...) AS row WHERE books.book = $1:");

    [Fact]
    public void Each_constraint_is_added_by_a_statement_of_its_own()
    {
        // Earlier migrations ran before any table was distributed.
        var offences =
            from file in Repository.Files
            where file.StartsWith(Folder + "Schema/Migrations/", StringComparison.Ordinal) && string.CompareOrdinal(Path.GetFileName(file), "0023") >= 0
            from Match statement in Pattern(@"ALTER TABLE\b[^;]*;").Matches(Repository.Read(file))
            where statement.Value.Contains("ADD CONSTRAINT", StringComparison.Ordinal) && Pattern(@",\s*(ADD|DROP|ALTER)\b").IsMatch(statement.Value)
            select $"{file}: {statement.Value}";
        Repository.AssertNone(offences, "A distributed table takes ADD CONSTRAINT alone. Split the statement:");
    }

    [Fact]
    public void The_list_of_tables_is_the_one_that_is_distributed()
    {
        var context = Repository.Read(Folder + "Schema/LedgerDbContext.cs");
        var tables = Pattern(@"ToTable\(""(?<table>\w+)""\)\s*\.HasKey\(row => (new \{ )?row\.Book\b").Matches(context).Select(match => match.Groups["table"].Value);
        Assert.Equal(BookTables.Split('|').Order(StringComparer.Ordinal), tables.Order(StringComparer.Ordinal));
    }

    private static void AssertNone(string forbidden, string whatToDo)
    {
        var offences =
            from file in Repository.Code(Folder)
            where !OneServer.Contains(Path.GetFileName(file), StringComparer.Ordinal)
            // A statement is one string; what stands between two of them is none.
            from Match text in Pattern("\"\"\"[\\s\\S]*?\"\"\"|\"[^\"\\n]*\"").Matches(Repository.Read(file))
            where Pattern(forbidden).IsMatch(text.Value)
            select $"{file}: {text.Value}";
        Repository.AssertNone(offences, whatToDo);
    }

    private static Regex Pattern(string pattern) => new(pattern, RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5));
}
