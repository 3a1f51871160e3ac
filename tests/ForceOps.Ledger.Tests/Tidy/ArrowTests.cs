using System.Text.RegularExpressions;

namespace ForceOps.Tests.Tidy;

/// <summary>Who may know whom: Ledger ← Postgres ← Api, Ledger ← Findings ← Api, and no dialect another one.</summary>
public sealed partial class ArrowTests
{
    private const string Ledger = "src/ForceOps.Ledger/";
    private const string Findings = "src/ForceOps.Findings/";
    private const string Postgres = "src/ForceOps.Postgres/";
    private const string Api = "src/ForceOps.Api/";
    private const string Tool = "src/ForceOps.Tool/";

    /// <summary>The commands of the tool that are no client: one is the service, and one looks at what the service would need.</summary>
    private static readonly string[] NoClients = ["ServeCommand.cs", "ServeDisplay.cs", "DoctorCommand.cs"];

    /// <summary>Folders of the service that speak one API each. A new one is added here.</summary>
    private static readonly string[] Dialects = ["Pismo", "Bluefin", "Fiserv"];

    private static readonly string[] References = ["<PackageReference", "<ProjectReference", "<FrameworkReference"];

    [Fact]
    public void The_ledger_depends_on_nothing()
    {
        var project = Repository.Read(Ledger + "ForceOps.Ledger.csproj");
        Repository.AssertNone(
            References.Where(project.Contains),
            "ForceOps.Ledger is the pure core: no package, no project. Put what needs one into ForceOps.Postgres or ForceOps.Api:");
    }

    [Fact]
    public void The_ledger_does_no_work_but_deciding() => AssertNoLine(
        Repository.Code(Ledger), Impure(),
        "ForceOps.Ledger is pure: no input or output, no database, no task, no clock. Pass the fact in as a value:");

    [Fact]
    public void The_rules_of_findings_know_the_ledger_and_nothing_else()
    {
        var project = Repository.Read(Findings + "ForceOps.Findings.csproj");
        Repository.AssertNone(
            project.Split('\n').Where(line => References.Any(line.Contains) && !line.Contains("ForceOps.Ledger.csproj", StringComparison.Ordinal)),
            "ForceOps.Findings judges histories that others give it: it refers to the ledger alone:");
        AssertNoLine(
            Repository.Code(Findings), Impure(), "ForceOps.Findings is pure: no input or output, no task, no clock. Put the fact into the history:");
    }

    [Fact]
    public void Only_the_storage_project_writes_sql() => AssertNoLine(
        Repository.Code("src/").Where(file => !file.StartsWith(Postgres, StringComparison.Ordinal)), SqlText(),
        "SQL lives in ForceOps.Postgres, where locks and constraints are known. Give it a method there:");

    [Fact]
    public void The_service_knows_the_database_driver_in_its_hosting_only() => AssertNoLine(
        Repository.Code(Api).Where(file => !file.StartsWith(Api + "Hosting/", StringComparison.Ordinal)
            && !file.EndsWith("/Http/ErrorResponses.cs", StringComparison.Ordinal)), Driver(),
        "Outside Hosting/ the service speaks to ForceOps.Postgres, not to Npgsql or EF Core. Ask there, or map the error in Http/ErrorResponses.cs:");

    [Fact]
    public void The_storage_project_does_not_know_http() => AssertNoLine(
        Repository.Code(Postgres).Where(file => !file.StartsWith(Postgres + "Embedded/", StringComparison.Ordinal)), Web(),
        "ForceOps.Postgres knows nothing of HTTP or of the service. Answer with a value, which the dialect puts into words:");

    [Fact]
    public void The_tool_speaks_http_to_the_service() => AssertNoLine(
        Repository.Code(Tool).Where(file => !NoClients.Contains(Path.GetFileName(file), StringComparer.Ordinal)),
        new Regex(@"\bForceOps\.(Api|Postgres)\b", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)),
        "A command knows of the service what its routes say, as every other client does. Ask by HTTP:");

    [Fact]
    public void A_dialect_does_not_know_another()
    {
        var offences =
            from own in Dialects.Append("Sandbox")
            from file in Repository.Code($"{Api}{own}/")
            from other in Dialects
            where !string.Equals(own, other, StringComparison.Ordinal)
            from line in Matches(file, new Regex(
                $@"\b(ForceOps\.Api\.{other}\b|{other}\.[A-Z])", RegexOptions.None, TimeSpan.FromSeconds(1)))
            select line;
        Repository.AssertNone(offences, "Dialects share the ledger, Http/, Journal/, Seed/ and Settings/, nothing else. Move what both need to Http/, or say it twice:");
    }

    [Fact]
    public void Only_the_program_and_the_documentation_know_all_dialects()
    {
        var allowed = new[] { Api + "Program.cs" };
        var offences =
            from file in Repository.Code("src/").Except(allowed, StringComparer.Ordinal)
            where !Dialects.Any(dialect => file.StartsWith($"{Api}{dialect}/", StringComparison.Ordinal))
            from line in Matches(file, new Regex(
                $@"\bForceOps\.Api\.({string.Join('|', Dialects)})\b", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)))
            select line;
        Repository.AssertNone(offences, "Only Program.cs names dialects. Let the dialect register itself through IDialect:");
    }

    [Theory]
    [InlineData(Api, "ForceOps.Api")]
    [InlineData(Postgres, "ForceOps.Postgres")]
    [InlineData(Tool, "ForceOps.Tool")]
    public void No_two_folders_of_a_project_know_each_other(string project, string root)
    {
        // A namespace is a folder, and a using directive that nothing needs stops the build (IDE0005): so usings are the arrows.
        var arrows = (
            from file in Repository.Code(project)
            let folder = FolderOf(file[project.Length..])
            from Match named in new Regex($@"(?m)^using (static )?{Regex.Escape(root)}\.(?<folder>\w+)", RegexOptions.None,
                TimeSpan.FromSeconds(1)).Matches(Repository.Read(file))
            where folder.Length > 0 && !string.Equals(named.Groups["folder"].Value, folder, StringComparison.Ordinal)
            select (From: folder, To: named.Groups["folder"].Value)).Distinct().ToLookup(arrow =>
                arrow.From, arrow => arrow.To, StringComparer.Ordinal);
        var cycles = arrows.Select(folder => Way(folder.Key, folder.Key, arrows, [])).Where(
            way => way is not null).Select(way => string.Join(" -> ", way!));
        Repository.AssertNone(cycles, "These folders know each other in a circle. Move what both need below them, or let the upper one pass it in:");
    }

    private static string FolderOf(string file) =>
        file.Contains('/', StringComparison.Ordinal) ? file[..file.IndexOf('/', StringComparison.Ordinal)] : "";

    /// <summary>Returns a way from one folder to another one along the arrows; null when there is none.</summary>
    private static List<string>? Way(string from, string to, ILookup<string, string> arrows, HashSet<string> seen)
    {
        foreach (var next in arrows[from])
        {
            if (string.Equals(next, to, StringComparison.Ordinal))
                return [from, to];
            if (seen.Add(next) && Way(next, to, arrows, seen) is { } rest)
                return [from, .. rest];
        }
        return null;
    }

    private static void AssertNoLine(IEnumerable<string> files, Regex forbidden, string whatToDo) =>
        Repository.AssertNone(files.SelectMany(file => Matches(file, forbidden)), whatToDo);

    private static IEnumerable<string> Matches(string file, Regex forbidden) =>
        Repository.Lines(file).Select((text, i) => (Text: text.Trim(), Number: i + 1))
            .Where(line => !line.Text.StartsWith("//", StringComparison.Ordinal) && forbidden.IsMatch(line.Text))
            .Select(line => $"{file}:{line.Number}: {line.Text}");

    [GeneratedRegex(
        @"\busing System\.(IO|Net|Data)\b|\busing (Microsoft|Npgsql)\b|\basync\b|\bawait\b|\bTask[<.]|\bTimeProvider\b|\bEnvironment\.|\bConsole\.|\bFile\.|\bGuid\.NewGuid\b|\bRandom\b",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Impure();

    [GeneratedRegex(
        @"\bNpgsql(Command|Batch|BatchCommand|Parameter|DataReader|Connection)\b|""(SELECT|INSERT INTO|UPDATE|DELETE FROM|WITH|LOCK|TRUNCATE|ALTER|CREATE) |\b(FromSql|ExecuteSql)",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SqlText();

    [GeneratedRegex(@"\bNpgsql\b|\bMicrosoft\.EntityFrameworkCore\b|\bLedgerDbContext\b", RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Driver();

    [GeneratedRegex(@"\bMicrosoft\.AspNetCore\b|\bHttpContext\b|\bSystem\.Net\.Http\b|\bForceOps\.Api\b", RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Web();
}
