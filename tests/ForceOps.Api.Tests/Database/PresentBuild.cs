using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Storm;
using Npgsql;

namespace ForceOps.Api.Tests.Database;

/// <summary>
/// A database as the build wrote it that made the files <c>present-build.*</c>: the requests (by hand), and made of them the answers and
/// the dump. A request names what an earlier one was answered as <c>${name.member}</c>.
/// </summary>
internal sealed partial class PresentBuild
{
    internal const string Update = "FORCEOPS_MAKE_PRESENT_BUILD";

    private static readonly string Folder = FolderOf();
    private static readonly Lock Making = new();
    private static Task? _made;

    private readonly JsonElement _requests = Read("requests.json");
    private Dictionary<string, string> _written = [];
    private Dictionary<string, string> _read = [];

    private PresentBuild()
    {
    }

    internal string Org => _requests.GetProperty("org").GetString()!;

    internal IEnumerable<JsonElement> Written => _requests.GetProperty("written").EnumerateArray();

    /// <summary>Of what waits: the members of each operation as they must be once it is posted.</summary>
    internal JsonElement Posted => _requests.GetProperty("posted");

    /// <summary>Paths with the answers that the writing build gave at the end.</summary>
    internal IReadOnlyDictionary<string, string> Reads => _read;

    internal string AnswerTo(string name) => _written[name];

    /// <summary>The committed files; made anew before, if the variable says so.</summary>
    internal static async Task<PresentBuild> LoadAsync(SharedService shared)
    {
        if (Environment.GetEnvironmentVariable(Update) is "1")
        {
            lock (Making)
                _made ??= new PresentBuild().MakeAsync(shared);
            await _made;
        }
        var answers = Read("answers.json");
        return new PresentBuild { _written = Texts(answers.GetProperty("written")), _read = Texts(answers.GetProperty("read")) };
    }

    /// <summary>A fresh database with all of it; answers the connection string.</summary>
    internal static async Task<string> RestoreAsync(SharedService shared)
    {
        var database = await shared.Postgres.CreateEmptyDatabaseAsync();
        await Sql.ExecuteAsync(database, await File.ReadAllTextAsync(PathOf("sql")));
        return database;
    }

    /// <summary>
    /// Sends a request of the list, with other members if there are any; one that waits for something is sent until it has come.
    /// </summary>
    internal async Task<Answer> SendAsync(Tenant tenant, JsonElement request, JsonElement other = default)
    {
        var (method, path) = request.GetProperty("send").GetString()!.Split(' ') is [var verb, var rest]
            ? (verb, rest)
            : throw new FormatException();
        var body = request.TryGetProperty("body", out var members) ? InBody(With(members, other)) : null;
        (string, string)[] headers = request.TryGetProperty("headers", out var named)
            ? [.. named.EnumerateObject().Select(header => (header.Name, header.Value.GetString()!))]
            : [];
        var until = request.TryGetProperty("until", out var sign) ? sign.GetString()! : "";
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var answer = await tenant.SendAsync(new HttpMethod(method), InPath(path), body, headers);
            if (answer.Text.Contains(until, StringComparison.Ordinal))
                return answer;
            await Task.Delay(20, patience.Token);
        }
    }

    private async Task MakeAsync(SharedService shared)
    {
        var database = await shared.Postgres.CreateEmptyDatabaseAsync();
        await using (var service = await RunningService.StartAsync(database, ("ForceOps:Webhooks:TriesMax", "2")))
        {
            await using var tenant = new Tenant(service, Org);
            foreach (var request in Written)
            {
                var answer = await SendAsync(tenant, request);
                Assert.True(answer.Code == request.GetProperty("status").GetInt32(), $"{request}\n{answer.Code} {answer.Text}");
                _written.Add(request.GetProperty("name").GetString()!, answer.Text);
            }
            foreach (var path in _requests.GetProperty("read").EnumerateArray().Select(one => InPath(one.GetString()!)))
                _read.Add(path, (await tenant.GetAsync(path)).Text);
        }
        await File.WriteAllTextAsync(PathOf(
            "answers.json"), $"{{\n\"written\": {{\n{Lines(_written)}\n}},\n\"read\": {{\n{Lines(_read)}\n}}\n}}\n");
        await File.WriteAllTextAsync(PathOf("sql"), await DumpAsync(new NpgsqlConnectionStringBuilder(database)));
    }

    /// <summary>Without what only some versions of PostgreSQL or of its psql can read.</summary>
    private static async Task<string> DumpAsync(NpgsqlConnectionStringBuilder at)
    {
        var start = new ProcessStartInfo(
            "pg_dump", ["--inserts", "--rows-per-insert=200", "--no-owner", "--no-privileges", "-h", at.Host!, "-p", $"{at.Port}", "-U",
                at.Username!, at.Database!])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        start.Environment["PGPASSWORD"] = at.Password;
        using var dump = Process.Start(start)!;
        var text = await dump.StandardOutput.ReadToEndAsync();
        await dump.WaitForExitAsync();
        Assert.Equal(0, dump.ExitCode);
        string[] left = ["--", @"\restrict", @"\unrestrict", "SET transaction_timeout"];
        var lines = text.Split('\n').Where(line => line.Length > 0 && !left.Any(word => line.StartsWith(word, StringComparison.Ordinal)));
        return string.Join('\n', lines) + "\n";
    }

    /// <summary>As text, so that nothing of the other members is written in another way.</summary>
    private static string With(JsonElement body, JsonElement other)
    {
        var others = other.ValueKind is JsonValueKind.Object ? [.. other.EnumerateObject()] : Array.Empty<JsonProperty>();
        var kept = body.EnumerateObject().Where(member => !others.Any(one => one.NameEquals(member.Name)));
        return "{" + string.Join(',', kept.Concat(others).Select(member => $"\"{member.Name}\":{member.Value.GetRawText()}")) + "}";
    }

    private string InBody(string text) => Quoted().Replace(text, match => Value(match.Groups["path"].Value).GetRawText());

    private string InPath(string text) => Named().Replace(text, match => Value(match.Groups["path"].Value).ToString());

    private JsonElement Value(string path)
    {
        var names = path.Split('.');
        return names.Skip(1).Aggregate(JsonDocument.Parse(_written[names[0]]).RootElement, (json, name) => json.GetProperty(name));
    }

    private static string Lines(Dictionary<string, string> texts) =>
        string.Join(",\n", texts.Select(text => $"\"{text.Key}\": {text.Value}"));

    private static Dictionary<string, string> Texts(JsonElement json) =>
        json.EnumerateObject().ToDictionary(one => one.Name, one => one.Value.GetRawText(), StringComparer.Ordinal);

    private static JsonElement Read(string file) => JsonDocument.Parse(File.ReadAllText(PathOf(file))).RootElement;

    private static string PathOf(string file) => Path.Combine(Folder, "present-build." + file);

    private static string FolderOf([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;

    [GeneratedRegex(@"""\$\{(?<path>[^}]+)\}""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\$\{(?<path>[^}]+)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Named();
}
