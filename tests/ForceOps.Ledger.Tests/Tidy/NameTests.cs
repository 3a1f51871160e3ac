using System.Text.RegularExpressions;

namespace ForceOps.Tests.Tidy;

/// <summary>Names say what a thing is, and a file is found by the name of what it holds.</summary>
public sealed partial class NameTests
{
    // Words that fit everything and therefore say nothing.
    private static readonly string[] Empty = [
        "Utils", "Utility", "Utilities", "Helper", "Helpers", "Manager", "Common", "Misc", "Processor"];

    // One word each, and yet the thing itself in payments, in HTTP or in PostgreSQL.
    private static readonly string[] Nouns = ["Telemetry", "Logging", "Posting", "Delayed", "Finding"];

    // Migrations are named by what they bring.
    private static readonly string[] MigrationNames =
        ["Migration", "Books", "Transfers", "Tables", "Merchants", "Clock", "Versions", "Table", "Domains", "Ids"];

    // What the small types of a file have in common, where it is not the plural's own ending.
    private static readonly Dictionary<string, string[]> Plurals = new(StringComparer.Ordinal)
    {
        ["Parts"] = ["Request"], ["Lists"] = ["View", "Page"], [
            "Tokens"] = ["Issuer", "Gate", "Caller"], ["Data"] = ["Data", "Change", "Authorization", "Denial", "Original"],
        ["Formats"] = ["Converter", "Object", "Names", "3339"], ["Org"] = ["Id", "Rules"], ["Migrations"] = MigrationNames,
    };

    private const int SmallBelow = 15;

    [Fact]
    public void No_file_or_type_has_a_name_that_says_nothing()
    {
        var files = Repository.Code("").Where(
            file => Empty.Any(word => Path.GetFileNameWithoutExtension(file).Contains(word, StringComparison.Ordinal))
            || file.EndsWith("Extensions.cs", StringComparison.Ordinal)
            || file.Split('/').Intersect(Empty, StringComparer.Ordinal).Any());
        var types =
            from file in Repository.Code("")
            from Match type in DeclaredType().Matches(Repository.Read(file))
            where Empty.Any(word => type.Groups["name"].Value.Contains(word, StringComparison.Ordinal))
            select $"{file}: {type.Groups["name"].Value}";
        Repository.AssertNone(
            files.Concat(types), $"These names say nothing ({string.Join(
                ", ", Empty)}, Extensions). Name the thing after what it is in payments or in the house:");
    }

    [Fact]
    public void No_type_is_named_by_one_word_that_needs_a_noun() => Repository.AssertNone(
        from file in Repository.Code("src/")
        from Match type in TopLevelType().Matches(Repository.Read(file))
        where Incomplete().IsMatch(type.Groups["name"].Value) && !Nouns.Contains(type.Groups["name"].Value, StringComparer.Ordinal)
        select $"{file}: {type.Groups["name"].Value}",
        "At a call site a gerund, an adjective or a bare plural of everyday words says nothing. Name the thing that it is:");

    [Fact]
    public void A_file_is_named_after_what_it_declares() => Repository.AssertNone(
        Repository.Code("").Where(file => !file.EndsWith("/Program.cs", StringComparison.Ordinal) && !Declares(file)
            && !DeclaresSmallOnes(file)),
        "These files are named neither after a type that they declare nor after what their small types have in common. Rename the file:");

    [Fact]
    public void A_small_type_stands_beside_the_file_that_alone_uses_it() => Repository.AssertNone(
        from file in Repository.Code("src/")
        let text = Repository.Read(file)
        let types = TopLevelType().Matches(text).Select(type => type.Groups["name"].Value).Distinct(StringComparer.Ordinal).ToList()
        where types.Count == 1 && Repository.Lines(file).Length < SmallBelow
        let folder = Path.GetDirectoryName(file)!
        let users = Repository.Code("src/").Where(other => !string.Equals(other, file, StringComparison.Ordinal)
            && Regex.IsMatch(Repository.Read(other), $@"\b{types[0]}\b", RegexOptions.None, TimeSpan.FromSeconds(1))).ToList()
        where users.Count == 1 && string.Equals(Path.GetDirectoryName(users[0]), folder, StringComparison.Ordinal)
        select $"{file}: only {users[0]} names {types[0]}",
        "A detail of one neighbour lives in the neighbour's file:");

    private static bool Declares(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        return DeclaredType().Matches(Repository.Read(file)).Any(
            type => string.Equals(type.Groups["name"].Value, name, StringComparison.Ordinal));
    }

    /// <summary><c>Rows</c> holds types that end in Row, <c>FeatureOptions</c> such as end in Options: the plural names them all.</summary>
    private static bool DeclaresSmallOnes(string file)
    {
        var words = Word().Matches(Path.GetFileNameWithoutExtension(file)).Select(word => word.Value).ToList();
        var types = TopLevelType().Matches(
            Repository.Read(file)).Select(type => type.Groups["name"].Value).Distinct(StringComparer.Ordinal).ToList();
        var ending = Plurals.GetValueOrDefault(words[^1], [words[^1], words[^1].TrimEnd('s')]);
        return types.Count > 1 && types.Count(type => ending.Any(end => type.EndsWith(end, StringComparison.Ordinal))) * 2 >= types.Count;
    }

    [GeneratedRegex(
        @"^ *(public |internal |private |protected |file |sealed |static |abstract |partial |readonly |ref )*(class|struct|interface|enum|record( class| struct)?) (?<name>[A-Z]\w*)",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DeclaredType();

    [GeneratedRegex(
        @"^(public |internal |file |sealed |static |abstract |partial |readonly |ref )*(class|struct|interface|enum|record( class| struct)?) (?<name>[A-Z]\w*)",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TopLevelType();

    // Gerunds, adjectives of time and quantity, and plurals that fit everywhere.
    [GeneratedRegex(@"^([A-Z][a-z]+ing|Recent|Kept|Known|Alone|Patience|Words|Answers|Parts|Things|Items|Facts|Data|Info)$",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Incomplete();

    [GeneratedRegex("[A-Z][a-z0-9]*", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();
}
