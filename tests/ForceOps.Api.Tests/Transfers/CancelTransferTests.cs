using ForceOps.Api.Tests.Service;
using static ForceOps.Api.Tests.Transfers.TransferRoutes;

namespace ForceOps.Api.Tests.Transfers;

/// <summary>Cancel v2: how much of a transfer is taken back, and from whom (contract section 5, seed 004).</summary>
public sealed class CancelTransferTests(SharedService shared)
{
    [Fact]
    public async Task The_guides_total_cancellation_of_100_restores_both_balances()
    {
        await using var tenant = shared.NewTenant();
        var transfer = await tenant.HundredAsync();
        var answer = await tenant.CancelTransferAsync($$"""{"authorization_id":{{transfer.Id()}},"amount":100.0}""");
        Assert.Equal(200, answer.Code);
        Assert.Equal((100, 0), (await tenant.BalanceOfAsync(1), await tenant.BalanceOfAsync(2)));
        RefusedWith(400, "AMOUNT_EXCEEDS_REMAINING", await tenant.CancelTransferAsync(transfer.Id(), 0.01m));
    }

    [Fact]
    public async Task The_guides_partial_cancellation_of_50_out_of_85_leaves_35_that_can_still_be_canceled()
    {
        await using var tenant = shared.NewTenant();
        // The guide's unique-uuid-12345 is shorter than the page's own rule for a new tracking id.
        const string TrackingId = "unique-uuid-12345-made-long-enough-to-post";
        await tenant.OpenWithAsync(1, 85);
        await tenant.OpenAsync(2);
        Posted(await tenant.TransferAsync("account:1", "account:2", 85, $$""","tracking_id":"{{TrackingId}}" """));
        Assert.Equal(200, (await CancelAsync("50.0")).Code);
        Assert.Equal((50, 35), (await tenant.BalanceOfAsync(1), await tenant.BalanceOfAsync(2)));
        RefusedWith(400, "AMOUNT_EXCEEDS_REMAINING", await CancelAsync("35.01"));
        Assert.Equal(200, (await CancelAsync("35")).Code);
        Assert.Equal((85, 0), (await tenant.BalanceOfAsync(1), await tenant.BalanceOfAsync(2)));

        Task<Answer> CancelAsync(string amount) =>
            tenant.CancelTransferAsync($$"""{"original_tracking_id":"{{TrackingId}}","amount":{{amount}}}""");
    }

    [Fact]
    public async Task The_guides_short_tracking_id_is_looked_for_although_none_can_have_it()
    {
        await using var tenant = shared.NewTenant();
        RefusedWith(404, "AUTHORIZATION_NOT_FOUND", await tenant.CancelTransferAsync(
            """{"original_tracking_id":"unique-uuid-12345","amount":50.0}"""));
    }

    [Fact]
    public async Task The_guides_partial_cancellation_of_a_cash_in_is_answered_as_in_the_guide()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenAsync(12387);
        Posted(await tenant.TransferAsync(
            "outside:my-external-id-test-01", "account:12387", 100, ""","tracking_id":"6c078af3-4510-4511-b60d-502db9a6c0c9" """));
        var answer = await tenant.CancelTransferAsync("""{"original_tracking_id":"6c078af3-4510-4511-b60d-502db9a6c0c9","amount":50}""");
        Assert.Equal(200, answer.Code);
        Assert.Equal($$$"""{"tracking_id":"{{{answer.TrackingId()}}}","authorization_ids":{"credit":0,"debit":{{{answer.DebitId()}}}}}""",
            answer.Text);
        Assert.True(answer.DebitId() > 0);
        Assert.Equal(50, await tenant.BalanceOfAsync(12387));
    }

    [Theory]
    [InlineData("outside:bank", "account:1", true, false)]
    [InlineData("account:1", "outside:bank", false, true)]
    [InlineData("account:1", "account:2", true, true)]
    [InlineData("merchant:500", "account:1", true, true)]
    [InlineData("card:77", "merchant:500", true, false)]
    public async Task The_sides_change_places_and_an_absent_one_is_0(string from, string to, bool hasDebit, bool hasCredit)
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenWithAsync(1, 100);
        await tenant.OpenWithAsync(2, 100);
        await tenant.OpenWithAsync(500, 100, """{"kind":"merchant"}""");
        var transfer = Posted(await tenant.TransferAsync(from, to, 10));
        var answer = await tenant.CancelTransferAsync(transfer.Id(), 10);
        Assert.Equal((hasDebit, hasCredit), (answer.DebitId() != 0, answer.CreditId() != 0));
        foreach (var (cancellation, original) in new[] { (answer.DebitId(), transfer.CreditId()), (answer.CreditId(), transfer.DebitId()) })
        {
            if (cancellation is 0)
                continue;
            var side = await tenant.AuthorizationAsync(cancellation!.Value);
            Assert.Equal(original, side.GetProperty("parent_authorization_id").GetInt64());
            Assert.Equal(10, (await tenant.AuthorizationAsync(original!.Value)).GetProperty("canceled_amount").GetDecimal());
        }
        foreach (var account in (long[])[1, 2, 500])
            Assert.Equal(100, await tenant.BalanceOfAsync(account));
    }

    [Fact]
    public async Task A_transfer_is_found_by_the_id_of_either_side_and_by_its_tracking_id()
    {
        await using var tenant = shared.NewTenant();
        var transfer = await tenant.HundredAsync();
        Assert.NotEqual(transfer.DebitId(), transfer.CreditId());
        Assert.Equal(200, (await tenant.CancelTransferAsync(transfer.DebitId()!.Value, 10)).Code);
        Assert.Equal(200, (await tenant.CancelTransferAsync(transfer.CreditId()!.Value, 20)).Code);
        Assert.Equal(200, (await tenant.CancelTransferAsync(
            $$"""{"original_tracking_id":"{{transfer.TrackingId()}}","amount":30}""")).Code);
        Assert.Equal(40, await tenant.BalanceOfAsync(2));
        var debit = await tenant.AuthorizationAsync(transfer.DebitId()!.Value);
        Assert.Equal([10m, 20, 30], debit.GetProperty(
            "cancellations").EnumerateArray().Select(one => one.GetProperty("amount").GetDecimal()).Order());
    }

    [Fact]
    public async Task More_than_the_transfer_is_refused_to_the_cent()
    {
        await using var tenant = shared.NewTenant();
        var transfer = await tenant.HundredAsync();
        RefusedWith(400, "AMOUNT_EXCEEDS_REMAINING", await tenant.CancelTransferAsync(transfer.Id(), 100.01m));
        Assert.Equal(200, (await tenant.CancelTransferAsync(transfer.Id(), 100)).Code);
    }

    [Fact]
    public async Task A_receiver_that_has_spent_the_money_goes_negative_whatever_its_status()
    {
        await using var tenant = shared.NewTenant();
        var transfer = await tenant.HundredAsync();
        Posted(await tenant.TransferAsync("account:2", "outside:bank", 80));
        await tenant.OpenAsync(1, """{"status":"canceled"}""");
        await tenant.OpenAsync(2, """{"status":"blocked","limits":{"per_operation":0}}""");
        Assert.Equal(200, (await tenant.CancelTransferAsync(transfer.Id(), 100)).Code);
        Assert.Equal((100, -80), (await tenant.BalanceOfAsync(1), await tenant.BalanceOfAsync(2)));
    }

    [Fact]
    public async Task What_does_not_exist_in_the_org_is_not_found()
    {
        await using var tenant = shared.NewTenant();
        await using var neighbour = shared.NewTenant();
        var theirs = await neighbour.HundredAsync();
        RefusedWith(404, "AUTHORIZATION_NOT_FOUND", await tenant.CancelTransferAsync(theirs.Id(), 1));
        RefusedWith(404, "AUTHORIZATION_NOT_FOUND", await tenant.CancelTransferAsync(
            $$"""{"original_tracking_id":"{{theirs.TrackingId()}}","amount":1}"""));
        RefusedWith(404, "AUTHORIZATION_NOT_FOUND", await tenant.CancelTransferAsync(long.MaxValue, 1));
    }

    [Fact]
    public async Task Only_a_transfer_can_be_canceled_here_and_only_a_force_there()
    {
        await using var tenant = shared.NewTenant();
        var transfer = await tenant.HundredAsync();
        var cancellation = await tenant.CancelTransferAsync(transfer.Id(), 1);
        var force = await tenant.ForceAsync("""{"account_id":1,"amount":5,"processing_code":"090907"}""");
        RefusedWith(400, "NOT_A_TRANSFER", await tenant.CancelTransferAsync(force.Id(), 1));
        RefusedWith(400, "NOT_A_TRANSFER", await tenant.CancelTransferAsync(cancellation.DebitId()!.Value, 1));
        RefusedWith(400, "NOT_A_TRANSFER", await tenant.CancelTransferAsync(
            $$"""{"original_tracking_id":"{{cancellation.TrackingId()}}","amount":1}"""));
        RefusedWith(400, "NOT_A_FORCED_OPERATION", await tenant.CancelForceAsync($$"""{"authorization_id":{{transfer.Id()}}}"""));
        RefusedWith(400, "NOT_A_FORCED_OPERATION", await tenant.CancelForceAsync($$"""{"authorization_id":{{transfer.CreditId()}}}"""));
    }

    [Fact]
    public async Task A_cancellation_can_be_canceled_the_moment_its_transfer_was_answered_and_keeps_what_is_said_about_it()
    {
        await using var tenant = shared.NewTenant();
        var transfer = await tenant.HundredAsync();
        var answer = await tenant.CancelTransferAsync(transfer.Id(), 1, ""","descriptor":"Wrong, sorry","metadata":{"why":"x"}""");
        foreach (var id in new[] { answer.DebitId(), answer.CreditId() })
        {
            var side = await tenant.AuthorizationAsync(id!.Value);
            Assert.Equal(("Wrong sorry", "x"), (
                side.GetProperty("descriptor").GetString(), side.GetProperty("metadata").GetProperty("why").GetString()));
        }
    }
}
