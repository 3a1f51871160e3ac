using ForceOps.Api.Seed;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Transfers;
using static ForceOps.Api.Tests.Transfers.TransferRoutes;

namespace ForceOps.Api.Tests.Seed;

/// <summary>A seed file brings the ledger to what it says.</summary>
public sealed class SeedTests(SharedService shared)
{
    private const string Org = "TN-6f1d2c3b-0a4e-4b5c-8d7e-9f0a1b2c3d4e";

    private const string ExampleAsJson = """
        {"orgs":[{"id":"TN-6f1d2c3b-0a4e-4b5c-8d7e-9f0a1b2c3d4e","currency":"BRL",
          "keys":[{"server_key":"shop-server","server_secret":"only-for-this-example"}],
          "processing_codes":[
            {"code":"PIXIN1","balance_impact":1,"description":"Instant payment received","reversal_code":"PIXOUT"},
            {"code":"PIXOUT","balance_impact":-1,"description":"Instant payment sent","reversal_code":"PIXIN1","fee":{"fixed":0.35,"percent":0.99}}],
          "statuses":[{"status":"DORMANT","allowed_operations":"CREDIT_ONLY"}],
          "accounts":[
            {"id":1001,"credit_limit":1500,"limits":{"per_operation":500,"per_day":1000},
             "fees":[{"code":"PIXIN1","fixed":0.10,"percent":1,"method":"greater"}]},
            {"id":1002,"status":"blocked","profile":{"name":"Ana Souza","document_number":"12345678909"}},
            {"id":5001,"kind":"merchant"},
            {"from":2001,"to":2100,"currency":"USD"}],
          "webhooks":[{"name":"shop","url":"http://127.0.0.1:9000/events","types":["authorization-event"]}]}]}
        """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_example_makes_accounts_codes_and_keys_as_it_says(bool asJson)
    {
        using var json = new SeedFileOnDisk(ExampleAsJson);
        await using var service = await RunningService.StartAsync(
            await shared.Postgres.CreateDatabaseAsync(), ("seed", asJson ? json.Path : SeedFileOnDisk.Example()));
        await using var tenant = new Tenant(service, Org);
        await AccountsAreAsync(
            tenant,
            """1001 customer active BRL 1500 {"per_operation":500,"per_day":1000}""",
            """1002 customer blocked BRL 0 {"per_operation":null,"per_day":null}""",
            """2001 customer active USD 0 {"per_operation":null,"per_day":null}""");
        Assert.Equal(103, (await tenant.GetAsync("/sandbox/accounts?limit=1000")).Json.GetProperty("items").GetArrayLength());
        Assert.Equal("merchant", (await tenant.GetAsync("/sandbox/accounts/5001")).Json.GetProperty("kind").GetString());

        var webhook = Assert.Single((await tenant.GetAsync("/sandbox/webhooks")).Json.GetProperty("items").EnumerateArray().ToList());
        Assert.Equal("shop http://127.0.0.1:9000/events", $"{webhook.GetProperty("name")} {webhook.GetProperty("url")}");
        RefusedWith(400, "LIMIT_EXCEEDED", await tenant.TransferAsync("account:1001", "merchant:5001", 500.01m));
        RefusedWith(400, "ACCOUNT_NOT_ACTIVE", await tenant.TransferAsync("account:1002", "account:1001", 1));
        Assert.Equal(1400, Posted(await tenant.TransferAsync("account:1001", "merchant:5001", 100)).Available());
        Assert.Equal(201, (await tenant.ForceAsync("""{"account_id":1001,"amount":100,"processing_code":"PIXOUT"}""")).Code);
        Assert.Equal(-201.34m, await tenant.BalanceOfAsync(1001));
        Assert.Equal(201, (await tenant.ForceAsync("""{"account_id":1001,"amount":1,"processing_code":"090907"}""")).Code);
        Assert.Equal(201, (await tenant.ForceAsync("""{"account_id":1001,"amount":1,"processing_code":"PIXIN1"}""")).Code);
        Assert.Equal(-199.44m, await tenant.BalanceOfAsync(1001));
        await KeyReachesOrgAsync(tenant);
    }

    [Fact]
    public async Task Applying_it_again_changes_nothing_that_it_does_not_name()
    {
        var database = await shared.Postgres.CreateDatabaseAsync();
        await using (var service = await RunningService.StartAsync(database, ("ForceOps:Seed", SeedFileOnDisk.Example())))
        {
            await using var tenant = new Tenant(service, Org);
            await tenant.OpenAsync(1002, """{"status":"active","credit_limit":7}""");
            await tenant.OpenAsync(3001);
            Posted(await tenant.TransferAsync("outside:bank", "account:2001", 12.34m));
            Posted(await tenant.TransferAsync("account:1001", "merchant:5001", 100));
            await tenant.PutAsync("/sandbox/processing-codes/PIXIN1", """{"balance_impact":-1}""");
            await tenant.PutAsync("/sandbox/processing-codes/090907", """{"balance_impact":1,"description":"Mine"}""");
        }
        await using (var service = await RunningService.StartAsync(database, ("ForceOps:Seed", SeedFileOnDisk.Example())))
        {
            await using var tenant = new Tenant(service, Org);
            Assert.Equal((12.34m, -100m), (await tenant.BalanceOfAsync(2001), await tenant.BalanceOfAsync(1001)));
            await AccountsAreAsync(
                tenant,
                """1002 customer blocked BRL 7 {"per_operation":null,"per_day":null}""",
                """2001 customer active USD 0 {"per_operation":null,"per_day":null}""");
            Assert.Equal(104, (await tenant.GetAsync("/sandbox/accounts?limit=1000")).Json.GetProperty("items").GetArrayLength());
            Assert.Equal(1, (await tenant.GetAsync("/sandbox/processing-codes/PIXIN1")).Json.GetProperty("balance_impact").GetInt32());
            Assert.Equal("Mine", (await tenant.GetAsync("/sandbox/processing-codes/090907")).Json.GetProperty("description").GetString());
            await KeyReachesOrgAsync(tenant);
        }
    }

    [Fact]
    public async Task The_default_orgs_currency_can_be_set_in_a_fresh_ledger()
    {
        using var file = new SeedFileOnDisk(
            "orgs: [ { id: TN-00000000-0000-0000-0000-000000000001, currency: EUR, accounts: [ { id: 1 } ] } ]");
        await using var service = await RunningService.StartAsync(await shared.Postgres.CreateDatabaseAsync(), ("seed", file.Path));
        await using var tenant = new Tenant(service, OrgId.Default.ToString());
        Assert.Equal("EUR", (await tenant.GetAsync("/sandbox/accounts/1")).Json.GetProperty("currency").GetString());
        Assert.Equal(201, (await tenant.ForceAsync("""{"account_id":2,"amount":1,"processing_code":"090907","currency":"EUR"}""")).Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing yet")]
    [InlineData("orgs:")]
    [InlineData("orgs: []")]
    [InlineData("{}")]
    public void An_empty_file_is_no_error(string text)
    {
        using var file = new SeedFileOnDisk(text);
        Assert.Empty(SeedFile.Read(file.Path).Orgs);
    }

    private static async Task AccountsAreAsync(Tenant tenant, params string[] expected)
    {
        foreach (var text in expected)
        {
            var account = (await tenant.GetAsync($"/sandbox/accounts/{text.Split(' ')[0]}")).Json;
            var limit = account.GetProperty("credit_limit").GetDecimal();
            Assert.Equal(
                text,
                $"{account.GetProperty("id")} {account.GetProperty(
                    "kind")} {account.GetProperty("status")} {account.GetProperty("currency")} {limit:0.##} "
                    + account.GetProperty("limits").GetRawText());
        }
    }

    private static async Task KeyReachesOrgAsync(Tenant tenant)
    {
        var answer = await tenant.SendAsync(
            HttpMethod.Post, "/passport/v2/s2s/access-token", """{"server_key":"shop-server","server_secret":"only-for-this-example"}""");
        Assert.Equal((200, Org), (answer.Code, answer.Json.GetProperty("tenant").GetString()));
        var force = await tenant.ForceAsync(
            """{"account_id":2002,"amount":1,"processing_code":"090907"}""",
            ("authorization", "Bearer " + answer.Json.GetProperty("token").GetString()));
        Assert.Equal(201, force.Code);
    }
}
