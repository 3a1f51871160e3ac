using ForceOps.Api.Tests.Service;
using static ForceOps.Api.Tests.Transfers.TransferRoutes;

namespace ForceOps.Api.Tests.Seed;

/// <summary>One call makes a code and the code that undoes it, or neither.</summary>
public sealed class ProcessingCodeUndoTests(SharedService shared)
{
    [Theory]
    [InlineData(1, -1)]
    [InlineData(-1, 1)]
    [InlineData(0, 0)]
    public async Task Both_codes_are_made_and_cancellations_have_the_second(int impact, int opposite)
    {
        await using var tenant = shared.NewTenant();
        var answer = await tenant.AddCodeAsync(Body("CASHBK", impact, "CASHUN", ""","undo_description":"Taken back" """));
        Assert.Equal((201, "CASHUN"), (answer.Code, answer.Json.GetProperty("undo_processing_code").GetString()));
        Assert.Equal(
            $$"""{"processing_code":"CASHUN","type":"REVERSAL","operation_type":"NORMAL","balance_impact":{{opposite}},"description":"Taken back","reversal_processing_code":null,"partial_reversal_processing_code":null}""",
            (await tenant.CodeAsync("CASHUN")).Text);
        var force = await tenant.ForcedAsync("""{"account_id":1,"amount":5,"processing_code":"CASHBK"}""");
        var cancel = await tenant.CanceledAsync($$"""{"authorization_id":{{force}},"amount":2}""");
        Assert.Equal("CASHUN", (await tenant.AuthorizationAsync(cancel)).GetProperty("processing_code").GetString());
        Assert.Equal(impact * 3m, await tenant.BalanceOfAsync(1));
    }

    [Fact]
    public async Task A_code_that_exists_and_goes_the_other_way_stays_as_it_is()
    {
        await using var tenant = shared.NewTenant();
        var before = (await tenant.CodeAsync("090911")).Text;
        Assert.Equal(201, (await tenant.AddCodeAsync(Body("CASHBK", 1, "090911", ""","undo_description":"Taken back" """))).Code);
        Assert.Equal(before, (await tenant.CodeAsync("090911")).Text);
        Assert.Equal("090911", (await tenant.CodeAsync("CASHBK")).Json.GetProperty("reversal_processing_code").GetString());
    }

    [Theory]
    [InlineData(1, "090907")]
    [InlineData(-1, "090908")]
    [InlineData(0, "090908")]
    [InlineData(1, "090900")]
    public async Task A_code_that_exists_and_goes_another_way_is_refused_and_neither_is_made(int impact, string undo)
    {
        await using var tenant = shared.NewTenant();
        RefusedField("undo_processing_code", await tenant.AddCodeAsync(Body("CASHBK", impact, undo)));
        RefusedWith(404, "PROCESSING_CODE_NOT_FOUND", await tenant.CodeAsync("CASHBK"));
    }

    [Fact]
    public async Task A_code_without_words_of_its_own_has_those_of_the_code_it_undoes()
    {
        await using var tenant = shared.NewTenant();
        Assert.Equal(201, (await tenant.AddCodeAsync(Body("CASHBK", 1, "CASHUN"))).Code);
        Assert.Equal("Cashback", (await tenant.CodeAsync("CASHUN")).Json.GetProperty("description").GetString());
    }

    [Fact]
    public async Task The_older_spelling_notes_the_code_and_makes_none()
    {
        await using var tenant = shared.NewTenant();
        Assert.Equal(201, (await tenant.AddCodeAsync("""{"id":"ABC","balance_impact":1,"description":"d","reversal_code":"ABCR"}""")).Code);
        RefusedWith(404, "PROCESSING_CODE_NOT_FOUND", await tenant.CodeAsync("ABCR"));
        var later = await tenant.AddCodeAsync("""{"id":"ABCR","balance_impact":-1,"description":"d"}""");
        Assert.Equal((201, "REVERSAL"), (later.Code, later.Json.GetProperty("type").GetString()));
    }

    [Fact]
    public async Task Calls_at_once_share_a_code_or_disagree_and_leave_no_half()
    {
        await using var tenant = shared.NewTenant();
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(
            i => tenant.AddCodeAsync(Body($"AT{i:00}", i % 2 == 0 ? 1 : -1, "SHARED"))));
        Assert.Equal(6, answers.Count(answer => answer.Code == 201));
        Assert.All(answers.Where(answer => answer.Code != 201), answer => RefusedField("undo_processing_code", answer));
        for (var i = 0; i < answers.Length; i++)
            Assert.Equal(answers[i].Code == 201 ? 200 : 404, (await tenant.CodeAsync($"AT{i:00}")).Code);
    }

    private static string Body(string code, int impact, string undo, string more = "") =>
        $$"""{"processing_code":"{{code}}","balance_impact":{{impact}},"description":"Cashback","undo_processing_code":"{{undo}}"{{more}}}""";
}
