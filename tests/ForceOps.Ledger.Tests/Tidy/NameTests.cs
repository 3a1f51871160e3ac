using System.Text.RegularExpressions;

namespace ForceOps.Tests.Tidy;

/// <summary>Names say what a thing is, and a file is found by the name of what it holds.</summary>
public sealed partial class NameTests
{
    // Words that fit everything and therefore say nothing.
    private static readonly string[] Empty = ["Utils", "Utility", "Utilities", "Helper", "Helpers", "Manager", "Common", "Misc", "Processor"];

    [Fact]
    public void No_file_or_type_has_a_name_that_says_nothing()
    {
        var files = Repository.Code("").Where(file => Empty.Any(word => Path.GetFileNameWithoutExtension(file).Contains(word, StringComparison.Ordinal))
            || file.EndsWith("Extensions.cs", StringComparison.Ordinal)
            || file.Split('/').Intersect(Empty, StringComparer.Ordinal).Any());
        var types =
            from file in Repository.Code("")
            from Match type in DeclaredType().Matches(Repository.Read(file))
            where Empty.Any(word => type.Groups["name"].Value.Contains(word, StringComparison.Ordinal))
            select $"{file}: {type.Groups["name"].Value}";
        Repository.AssertNone(
            files.Concat(types), $"These names say nothing ({string.Join(", ", Empty)}, Extensions). Name the thing after what it is in payments or in the house:");
    }

    [Fact]
    public void A_file_is_named_after_a_type_that_it_declares() => Repository.AssertNone(
        Repository.Code("").Where(file => !file.EndsWith("/Program.cs", StringComparison.Ordinal) && !Declares(file)),
        "These files are not named after a type that they declare. Rename the file or the type:");

    [Fact]
    public void A_file_of_the_product_declares_one_type_on_its_own_level() => Repository.AssertNone(
        from file in Repository.Code("src/")
        let types = TopLevelType().Matches(Repository.Read(file)).Select(type => type.Groups["name"].Value).Distinct(StringComparer.Ordinal).ToList()
        where types.Count > 1
        select $"{file}: {string.Join(", ", types)}",
        "One concept per file. Give each of these types a file of its own, or nest what belongs to one of them:");

    private static bool Declares(string file)
    {
        // JsonBodyOfT.cs holds JsonBody<T>, beside JsonBody.cs.
        var name = Path.GetFileNameWithoutExtension(file);
        var generic = name.EndsWith("OfT", StringComparison.Ordinal) ? name[..^"OfT".Length] : name;
        return DeclaredType().Matches(Repository.Read(file)).Any(type => type.Groups["name"].Value is var declared
            && (string.Equals(declared, name, StringComparison.Ordinal) || string.Equals(declared, generic, StringComparison.Ordinal)));
    }

    [GeneratedRegex(
        @"^ *(public |internal |private |protected |file |sealed |static |abstract |partial |readonly |ref )*(class|struct|interface|enum|record( class| struct)?) (?<name>[A-Z]\w*)",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DeclaredType();

    [GeneratedRegex(
        @"^(public |internal |file |sealed |static |abstract |partial |readonly |ref )*(class|struct|interface|enum|record( class| struct)?) (?<name>[A-Z]\w*)",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TopLevelType();
}
