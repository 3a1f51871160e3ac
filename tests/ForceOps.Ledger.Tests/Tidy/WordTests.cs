using System.Text.RegularExpressions;

namespace ForceOps.Tests.Tidy;

/// <summary>
/// What must not stand in any file. The forbidden words are put together at run time, so that this file may stand here too.
/// </summary>
public sealed class WordTests
{
    [Fact]
    public void No_reminder_is_left_behind()
    {
        string[] reminders = ["TO" + "DO", "FIX" + "ME", "HA" + "CK", "W" + "IP", "XX" + "X:"];
        AssertNowhere(
            Repository.Files, $@"\b({string.Join('|', reminders)})(\b|(?<=:))",
            "A reminder is work that is not done. Do it, or write the decision not to into ARCHITECTURE.md:");
    }

    [Fact]
    public void Time_comes_through_the_time_provider_and_nobody_sleeps() => AssertNowhere(
        Repository.Code(""), @"\bDateTime(Offset)?\." + @"(UtcNow|Now|Today)\b|\bThread\." + @"Sleep\b",
        "Take the time from TimeProvider and wait for what you wait for, not for time:");

    [Fact]
    public void No_statement_hangs_on_a_callers_connection() => AssertNowhere(
        // These wait for a body, a latency or the next event, and give the token to nothing that asks the database.
        Repository.Code("src/").Where(file => Path.GetFileName(
            file) is not ("EventStream.cs" or "BufferedBody.cs" or "JsonBody.cs" or "ErrorResponses.cs" or "FaultExecution.cs" or "BulkApi.cs")),
        @"\bRequest" + @"Aborted\b",
        "A cancelled statement can stop other callers' connections for 15 seconds (LedgerDatabase says why). Let the statement run:");

    [Fact]
    public void No_file_names_the_host_of_a_package_registry()
    {
        // Packages come from wherever the machine's own settings say: a mirror, a proxy, a cache.
        string[] hosts = ["nuget" + ".org", "registry.npmjs" + ".org", "npmjs" + ".com", "pypi" + ".org", "docker" + ".io/"];
        AssertNowhere(
            Repository.Files, string.Join('|', hosts.Select(Regex.Escape)),
            "Package clients bring their own registry settings. Leave the host out:");
    }

    [Fact]
    public void Money_is_never_a_binary_fraction() => AssertNowhere(
        Repository.Code("src/ForceOps.Ledger/").Concat(Repository.Code("src/ForceOps.Postgres/")
            .Where(file => !file.Contains("/Embedded/", StringComparison.Ordinal)
                && !file.EndsWith("/WriterTelemetry.cs", StringComparison.Ordinal))),
        @"\b(double|float|GetDouble|GetSingle)\b", "Amounts are decimal from the wire to the table. Use decimal:");

    private static void AssertNowhere(IEnumerable<string> files, string pattern, string whatToDo)
    {
        var forbidden = new Regex(pattern, RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5));
        Repository.AssertNone(
            from file in files
            where !IsBinary(file)
            from line in Repository.Lines(file).Select((text, i) => (Text: text.Trim(), Number: i + 1))
            where forbidden.IsMatch(line.Text) && !file.EndsWith("BannedSymbols.txt", StringComparison.Ordinal)
            select $"{file}:{line.Number}: {(line.Text.Length > 120 ? line.Text[..120] : line.Text)}",
            whatToDo);
    }

    private static bool IsBinary(string file) => Path.GetExtension(file) is ".png" or ".ico" or ".woff2" or ".jpg" or ".gif" or ".gz";
}
