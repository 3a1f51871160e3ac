using System.Text.Json;
using ForceOps.Api.Tests.Journal;
using ForceOps.Api.Tests.Service;
using static ForceOps.Api.Tests.Seed.CodesOfTenant;
using static ForceOps.Api.Tests.Transfers.TransferRoutes;

namespace ForceOps.Api.Tests.Seed;

/// <summary><c>GET /orgs-operation/v1/processing-codes</c>: the org's codes, all of them and one by one.</summary>
public sealed class ProcessingCodeListTests(SharedService shared)
{
    [Fact]
    public async Task The_seeds_codes_have_their_types()
    {
        await using var tenant = shared.NewTenant();
        var list = (await tenant.GetAsync(Codes)).Json;
        Assert.Equal("has_next, next_cursor, count, items", Refused.Names(list));
        Assert.Equal((false, JsonValueKind.Null), (list.GetProperty("has_next").GetBoolean(), list.GetProperty("next_cursor").ValueKind));
        Assert.Equal(19, list.GetProperty("count").GetInt32());
        var types = list.GetProperty("items").EnumerateArray().ToLookup(
            code => code.GetProperty("type").GetString()!, code => code.GetProperty("processing_code").GetString()!, StringComparer.Ordinal);
        Assert.Equal("100011 100012 100013 100014 200011 200012", string.Join(' ', types["REVERSAL"]));
        Assert.Equal(
            "090900 090907 090908 090910 090911 100001 100002 100003 100004 200001 200002 MREFD1 MSALE1",
            string.Join(' ', types["AUTHORIZATION"]));
    }

    [Fact]
    public async Task A_code_is_the_same_alone_and_in_the_list()
    {
        await using var tenant = shared.NewTenant();
        foreach (var code in (await tenant.GetAsync(Codes)).Json.GetProperty("items").EnumerateArray())
            Assert.Equal(code.GetRawText(), (await tenant.CodeAsync(code.GetProperty("processing_code").GetString()!)).Text);
        Assert.Equal("""
            {"processing_code":"090907","type":"AUTHORIZATION","operation_type":"NORMAL","balance_impact":1,"description":"Forced credit","reversal_processing_code":"090908","partial_reversal_processing_code":"090908"}
            """, (await tenant.CodeAsync("090907")).Text);
    }

    [Fact]
    public async Task The_pages_have_no_gap_and_no_repeat()
    {
        await using var tenant = shared.NewTenant();
        foreach (var limit in (int[])[1, 4, 5, 19])
        {
            var (seen, pages, cursor) = (new List<string>(), 0, "");
            do
            {
                var page = (await tenant.GetAsync($"{Codes}?limit={limit}{cursor}")).Json;
                seen.AddRange(page.GetProperty("items").EnumerateArray().Select(one => one.GetProperty("processing_code").GetString()!));
                pages++;
                Assert.Equal(page.GetProperty("has_next").GetBoolean(), page.GetProperty("next_cursor").GetString() is not null);
                cursor = page.GetProperty("next_cursor").GetString() is { } next ? $"&nextCursor={next}" : "";
            }
            while (cursor.Length > 0);
            Assert.Equal((19 + limit - 1) / limit, pages);
            Assert.Equal(19, seen.Distinct(StringComparer.Ordinal).Count());
            Assert.Equal(seen.Order(StringComparer.Ordinal), seen);
        }
    }

    [Theory]
    [InlineData("limit", "?limit=0")]
    [InlineData("limit", "?limit=101")]
    [InlineData("limit", "?limit=x")]
    [InlineData("limit", "?limit=")]
    [InlineData("nextCursor", "?nextCursor=%00")]
    [InlineData("nextCursor", "?nextCursor=a-b")]
    public async Task A_wrong_page_is_refused(string field, string query)
    {
        await using var tenant = shared.NewTenant();
        RefusedField(field, await tenant.GetAsync(Codes + query));
    }

    [Theory]
    [InlineData("ABC")]
    [InlineData("ab")]
    [InlineData("090907X")]
    [InlineData("%ED%A0%80")]
    public async Task An_unknown_code_is_not_found(string code)
    {
        await using var tenant = shared.NewTenant();
        RefusedWith(404, "PROCESSING_CODE_NOT_FOUND", await tenant.CodeAsync(code));
        RefusedWith(404, "PROCESSING_CODE_NOT_FOUND", await tenant.ChangeCodeAsync(code, """{"description":"d"}"""));
    }

    [Fact]
    public async Task A_code_belongs_to_its_org()
    {
        await using var tenant = shared.NewTenant();
        await using var neighbour = shared.NewTenant();
        await tenant.AddCodeAsync("""{"id":"CASHBK","balance_impact":1,"description":"d"}""");
        Assert.Equal(200, (await tenant.CodeAsync("CASHBK")).Code);
        RefusedWith(404, "PROCESSING_CODE_NOT_FOUND", await neighbour.CodeAsync("CASHBK"));
        RefusedWith(404, "PROCESSING_CODE_NOT_FOUND", await neighbour.ChangeCodeAsync("CASHBK", """{"description":"d"}"""));
    }

    [Fact]
    public async Task The_journal_names_the_code_of_the_path()
    {
        await using var tenant = shared.NewTenant();
        await tenant.CodeAsync("090907");
        var read = await tenant.LastAsync();
        await tenant.ChangeCodeAsync("090907", "{}");
        var refused = await tenant.LastAsync();
        Assert.Equal($"GET {Codes}/{{processingCode}} 090907", Line(read));
        Assert.Equal($"PATCH {Codes}/{{processingCode}} 090907", Line(refused));
        Assert.Equal("INVALID_FIELD", refused.Text("answer.code"));
    }

    [Theory]
    [InlineData("GET", "", null)]
    [InlineData("GET", "/090907", null)]
    [InlineData("PATCH", "/090907", "{}")]
    public async Task Faults_strike(string method, string path, string? body)
    {
        await using var tenant = shared.NewTenant();
        var answer = await tenant.SendAsync(new HttpMethod(method), Codes + path, body, ("x-forceops-fault", "status=503"));
        RefusedWith(503, "LEDGER_UNAVAILABLE", answer);
    }

    private static string Line(JsonElement entry) =>
        $"{entry.Text("method")} {entry.Text("route")} {entry.Text("request.processing_code")}";
}
