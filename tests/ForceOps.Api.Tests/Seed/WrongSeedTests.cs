using ForceOps.Api.Seed;
using ForceOps.Api.Tests.Service;
using Npgsql;

namespace ForceOps.Api.Tests.Seed;

/// <summary>A wrong seed file names the wrong place, stops the start, and changes nothing.</summary>
public sealed class WrongSeedTests(SharedService shared)
{
    private const string Org = "TN-6f1d2c3b-0a4e-4b5c-8d7e-9f0a1b2c3d4e";

    [Theory]
    [InlineData("the file", "[]")]
    [InlineData("the file", "text")]
    [InlineData("orgz", "orgz: []")]
    [InlineData("orgs", "orgs: {}")]
    [InlineData("orgs", "orgs: 7")]
    [InlineData("orgs[0]", "orgs: [ 7 ]")]
    [InlineData("orgs[0].id", "orgs: [ { currency: USD } ]")]
    [InlineData("orgs[0].id", "orgs: [ { id: TN-1 } ]")]
    [InlineData("orgs[0].id", "orgs: [ { id: [] } ]")]
    [InlineData("line 1", "orgs: [ { id: x, id: y } ]")]
    [InlineData("line 2", "orgs:\n  - { id: ]")]
    [InlineData("line 1", "{\"orgs\": [}")]
    public void What_is_wrong_with_the_file_or_an_org_is_named(string path, string text) => Refuses(path, text);

    [Theory]
    [InlineData("currency", "currency: XYZ")]
    [InlineData("currency", "currency: usd")]
    [InlineData("currency", "currency: []")]
    [InlineData("colour", "colour: red")]
    [InlineData("keys", "keys: 7")]
    [InlineData("keys[0].server_key", "keys: [ { server_secret: b } ]")]
    [InlineData("keys[0].server_secret", "keys: [ { server_key: a } ]")]
    [InlineData("keys[0].secret", "keys: [ { server_key: a, server_secret: b, secret: c } ]")]
    [InlineData("processing_codes", "processing_codes: { code: ABC }")]
    [InlineData("processing_codes[0].code", "processing_codes: [ { balance_impact: 1 } ]")]
    [InlineData("processing_codes[0].code", "processing_codes: [ { code: AB, balance_impact: 1 } ]")]
    [InlineData("processing_codes[0].code", "processing_codes: [ { code: ABC-1, balance_impact: 1 } ]")]
    [InlineData("processing_codes[0].balance_impact", "processing_codes: [ { code: ABC } ]")]
    [InlineData("processing_codes[0].balance_impact", "processing_codes: [ { code: ABC, balance_impact: 2 } ]")]
    [InlineData("processing_codes[0].balance_impact", "processing_codes: [ { code: ABC, balance_impact: credit } ]")]
    [InlineData("processing_codes[1].description", "processing_codes: [ { code: ABC, balance_impact: 1 }, { code: ABD, balance_impact: 1, description: 123456789012345678901234567890123456789012345678901 } ]")]
    [InlineData("processing_codes[0].description", "processing_codes: [ { code: ABC, balance_impact: 1, description: \"a\\0b\" } ]")]
    [InlineData("processing_codes[0].reversal_code", "processing_codes: [ { code: ABC, balance_impact: 1, reversal_code: A } ]")]
    [InlineData("processing_codes[0].fee", "processing_codes: [ { code: ABC, balance_impact: 1, fee: 1 } ]")]
    [InlineData("processing_codes[0].fee.fixed", "processing_codes: [ { code: ABC, balance_impact: 1, fee: { fixed: -1 } } ]")]
    [InlineData("processing_codes[0].fee.fixed", "processing_codes: [ { code: ABC, balance_impact: 1, fee: { fixed: 0.00001 } } ]")]
    [InlineData("processing_codes[0].fee.percent", "processing_codes: [ { code: ABC, balance_impact: 1, fee: { percent: a } } ]")]
    [InlineData("processing_codes[0].fee.percent", "processing_codes: [ { code: ABC, balance_impact: 1, fee: { percent: 100000 } } ]")]
    [InlineData("processing_codes[0].fee.max", "processing_codes: [ { code: ABC, balance_impact: 1, fee: { max: 1 } } ]")]
    public void What_is_wrong_with_currency_keys_and_codes_is_named(string path, string member) =>
        Refuses($"orgs[0].{path}", InOrg(member));

    [Theory]
    [InlineData("id", "{ id: 0 }")]
    [InlineData("id", "{ id: -1 }")]
    [InlineData("id", "{ id: 1.5 }")]
    [InlineData("id", "{ id: one }")]
    [InlineData("id", "{ id: 9223372036854775808 }")]
    [InlineData("from", "{ to: 5 }")]
    [InlineData("to", "{ from: 5 }")]
    [InlineData("from", "{ from: 0, to: 5 }")]
    [InlineData("to", "{ from: 6, to: 5 }")]
    [InlineData("from", "{ id: 1, from: 1, to: 5 }")]
    [InlineData("kind", "{ id: 1, kind: shop }")]
    [InlineData("status", "{ id: 1, status: closed }")]
    [InlineData("status", "{ id: 1, status: [ active ] }")]
    [InlineData("processing", "{ id: 1, processing: slow }")]
    [InlineData("currency", "{ id: 1, currency: EURO }")]
    [InlineData("credit_limit", "{ id: 1, credit_limit: -0.01 }")]
    [InlineData("credit_limit", "{ id: 1, credit_limit: lots }")]
    [InlineData("credit_limit", "{ id: 1, credit_limit: 1000000000000000 }")]
    [InlineData("limits", "{ id: 1, limits: 5 }")]
    [InlineData("limits.per_operation", "{ id: 1, limits: { per_operation: -1 } }")]
    [InlineData("limits.per_day", "{ id: 1, limits: { per_day: x } }")]
    [InlineData("limits.per_week", "{ id: 1, limits: { per_week: 1 } }")]
    [InlineData("balance", "{ id: 1, balance: 100 }")]
    public void What_is_wrong_with_an_account_is_named(string path, string account) =>
        Refuses($"orgs[0].accounts[1].{path}", InOrg($"accounts: [ {{ id: 77 }}, {account} ]"));

    [Theory]
    [InlineData("orgs[0].webhooks[0].types[0] must be among", $"orgs: [ {{ id: {Org}, webhooks: [ {{ name: a, url: 'http://127.0.0.1:1/', types: [ other ] }} ] }} ]")]
    [InlineData("orgs[0].webhooks[0].url must be an http or https address",
        $"orgs: [ {{ id: {Org}, webhooks: [ {{ name: a, url: 'ftp://127.0.0.1/' }} ] }} ]")]
    [InlineData("orgs[1].currency must be a currency of ISO 4217",
        $"orgs: [ {{ id: {Org}, accounts: [ {{ id: 1 }} ] }}, {{ id: {Org}, currency: XYZ }} ]")]
    [InlineData("is neither YAML nor JSON", $"orgs: [ {{ id: {Org} ]")]
    public async Task It_stops_the_start_with_exit_code_1_and_applies_nothing(string reason, string text)
    {
        using var file = new SeedFileOnDisk(text);
        var database = await shared.Postgres.CreateDatabaseAsync();
        var (exitCode, output) = await RunningService.StartAndFailAsync(database, ("seed", file.Path));
        Assert.Equal(1, exitCode);
        Assert.Contains(file.Path, output, StringComparison.Ordinal);
        Assert.Contains(reason, output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var count = new NpgsqlCommand(
            $"SELECT (SELECT count(*) FROM orgs WHERE org = '{Org[3..]}') + (SELECT count(*) FROM accounts)", connection);
        Assert.Equal(0L, await count.ExecuteScalarAsync());
    }

    [Fact]
    public async Task A_missing_file_stops_the_start_with_exit_code_1()
    {
        var (exitCode, output) = await RunningService.StartAndFailAsync(
            await shared.Postgres.CreateDatabaseAsync(), ("ForceOps:Seed", "/nowhere/seed.yaml"));
        Assert.Equal(1, exitCode);
        Assert.Contains("seed file /nowhere/seed.yaml: the file cannot be read", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_that_no_name_server_knows_is_named()
    {
        foreach (var host in (string[])[string.Join('.', Enumerable.Repeat(new string('a', 60), 5)), string.Concat(Enumerable.Repeat("é.", 200))])
            Refuses("orgs[0].webhooks[0].url", InOrg($"webhooks: [ {{ name: a, url: 'http://{host}/' }} ]"));
    }

    private static string InOrg(string member) => $"orgs:\n  - id: {Org}\n    {member}\n";

    private static void Refuses(string path, string text)
    {
        using var file = new SeedFileOnDisk(text);
        var error = Assert.Throws<SeedFileException>(() => SeedFile.Read(file.Path));
        Assert.StartsWith($"seed file {file.Path}: {path} ", error.Message, StringComparison.Ordinal);
    }
}
