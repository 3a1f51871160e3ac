using ForceOps.Api.Tests.Service;
using static ForceOps.Api.Tests.Transfers.TransferRoutes;

namespace ForceOps.Api.Tests.Transfers;

/// <summary>Processing codes that a transfer names itself.</summary>
public sealed class TransferCodeTests(SharedService shared)
{
    [Theory]
    [InlineData("090908", null, "090908", "100004")]
    [InlineData(null, "090907", "100003", "090907")]
    [InlineData("090908", "090907", "090908", "090907")]
    public async Task A_named_code_replaces_the_default_of_its_side(string? debit, string? credit, string debitKept, string creditKept)
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenWithAsync(1, 10);
        await tenant.OpenAsync(2);
        var answer = Posted(await tenant.TransferAsync(WithCodes("account:1", "account:2", debit, credit)));
        Assert.Equal(debitKept, (await tenant.AuthorizationAsync(answer.DebitId()!.Value)).GetProperty("processing_code").GetString());
        Assert.Equal(creditKept, (await tenant.AuthorizationAsync(answer.CreditId()!.Value)).GetProperty("processing_code").GetString());
    }

    [Theory]
    [InlineData("090907", null)]
    [InlineData(null, "090908")]
    [InlineData("090900", null)]
    [InlineData(null, "090900")]
    public async Task A_code_that_goes_the_other_way_is_refused(string? debit, string? credit)
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenWithAsync(1, 10);
        await tenant.OpenAsync(2);
        RefusedField("processing_code", await tenant.TransferAsync(WithCodes("account:1", "account:2", debit, credit)));
    }

    [Theory]
    [InlineData("NOSUCH", null)]
    [InlineData(null, "NOSUCH")]
    public async Task A_code_that_the_org_does_not_have_is_refused(string? debit, string? credit)
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenWithAsync(1, 10);
        await tenant.OpenAsync(2);
        RefusedWith(400, "PROCESSING_CODE_NOT_FOUND", await tenant.TransferAsync(WithCodes("account:1", "account:2", debit, credit)));
    }

    [Fact]
    public async Task A_default_code_that_was_deleted_is_not_found()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenAsync(1);
        Assert.Equal(204, (await tenant.SendAsync(HttpMethod.Delete, "/sandbox/processing-codes/100001", null)).Code);
        RefusedWith(400, "PROCESSING_CODE_NOT_FOUND", await tenant.TransferAsync("outside:bank", "account:1", 1));
        Posted(await tenant.TransferAsync(WithCodes("outside:bank", "account:1", null, "090907")));
    }

    [Fact]
    public async Task A_codes_fee_is_the_forces_and_not_the_transfers()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenAsync(1);
        var answer = Posted(await tenant.TransferAsync(WithCodes("outside:bank", "account:1", null, "090910")));
        Assert.Equal(0, (await tenant.AuthorizationAsync(answer.Id())).GetProperty("fee").GetDecimal());
        Assert.Equal(10, await tenant.BalanceOfAsync(1));
    }

    [Fact]
    public async Task The_repeat_of_a_transfer_with_a_code_for_the_outside_is_still_the_same()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenAsync(1);
        var body = WithCodes("outside:bank", "account:1", "090908", null)[..^1] + $$""","tracking_id":"{{Tenant.NewTrackingId()}}"}""";
        Posted(await tenant.TransferAsync(body));
        Assert.Equal("same", (await tenant.TransferAsync(body)).Header("x-forceops-replay"));
    }

    internal static string WithCodes(string from, string to, string? debit, string? credit) =>
        $$"""{"from":[{{{Party(from)}},"amount":10{{Code(debit)}}}],"to":[{{{Party(to)}}{{Code(credit)}}}]}""";

    private static string Code(string? code) => code is null ? "" : $",\"processing_code\":\"{code}\"";
}
