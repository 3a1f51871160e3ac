using System.Text.RegularExpressions;

namespace ForceOps.Tests.Tidy;

/// <summary>What the code knows and what the documents say must be the same list.</summary>
public sealed partial class DocumentTests
{
    private const string Architecture = "ARCHITECTURE.md";

    [Fact]
    public void Every_ledger_error_has_an_answer_in_every_dialect()
    {
        var maps = Repository.Code("src/ForceOps.Api/")
            .Where(file => file.EndsWith("Errors.cs", StringComparison.Ordinal)
                && Repository.Read(file).Contains("LedgerError error", StringComparison.Ordinal)).ToList();
        Assert.Contains("src/ForceOps.Api/Pismo/PismoErrors.cs", maps, StringComparer.Ordinal);
        Repository.AssertNone(
            from map in maps
            let text = Repository.Read(map)
            from error in Enum.GetNames<LedgerError>()
            where !Regex.IsMatch(text, $@"\bLedgerError\.{error}\b", RegexOptions.None, TimeSpan.FromSeconds(1))
            select $"{map}: LedgerError.{error}",
            "Each dialect says in its own words why the ledger refused. Add the line to the switch:");
    }

    [Fact]
    public void Every_ledger_error_is_in_the_architecture_document()
    {
        var text = ReadArchitecture();
        Repository.AssertNone(
            Enum.GetNames<LedgerError>().Where(error => !Regex.IsMatch(text, $@"\b{error}\b", RegexOptions.None, TimeSpan.FromSeconds(1))),
            $"Add these ledger errors to the table of errors in {Architecture}, with the status and code of each dialect:");
    }

    [Fact]
    public void Every_invariant_is_in_the_architecture_document_and_has_a_test_that_names_it()
    {
        var named = InvariantNumber().Matches(ReadArchitecture()).Select(match => match.Value).Distinct(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(named);
        var last = named.Max(name => int.Parse(name[1..]));
        Repository.AssertNone(
            Enumerable.Range(1, last).Select(number => $"I{number}").Except(named, StringComparer.Ordinal),
            $"The invariants of {Architecture} are numbered without a gap. List these, each with its three guards:");
        var tests = string.Concat(Repository.Code(
            "tests/").Where(file => !file.Contains("/Tidy/", StringComparison.Ordinal)).Select(Repository.Read));
        Repository.AssertNone(
            named.Where(number => !Regex.IsMatch(tests, $@"\b{number}\b", RegexOptions.None, TimeSpan.FromSeconds(1))),
            $"These invariants of {Architecture} are named by no test. Name the number where it is tested, or test it:");
    }

    private static string ReadArchitecture()
    {
        Assert.True(Repository.Has(Architecture), $"{Architecture} is missing: write it, with the numbered invariants and the table of ledger errors.");
        return Repository.Read(Architecture);
    }

    [GeneratedRegex(@"\bI[1-9][0-9]?\b", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex InvariantNumber();
}
