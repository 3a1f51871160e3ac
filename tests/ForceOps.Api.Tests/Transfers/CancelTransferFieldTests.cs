using ForceOps.Api.Tests.Service;
using static ForceOps.Api.Tests.Transfers.TransferRoutes;

namespace ForceOps.Api.Tests.Transfers;

/// <summary>The shape of cancel v2, its codes, and its repeats.</summary>
public sealed class CancelTransferFieldTests(SharedService shared)
{
    private const string TrackingId = "0f0e0d0c-0b0a-4908-8706-050403020100";

    [Theory]
    [InlineData("authorization_id", """{"amount":1}""")]
    [InlineData("authorization_id", """{"authorization_id":1,"original_tracking_id":"unique-uuid-12345","amount":1}""")]
    [InlineData("authorization_id", """{"authorization_id":0,"amount":1}""")]
    [InlineData("authorization_id", """{"authorization_id":-7,"amount":1}""")]
    [InlineData("authorization_id", """{"authorization_id":"7","amount":1}""")]
    [InlineData("original_tracking_id", """{"original_tracking_id":"","amount":1}""")]
    [InlineData("original_tracking_id", """{"original_tracking_id":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","amount":1}""")]
    [InlineData("amount", """{"authorization_id":1}""")]
    [InlineData("amount", """{"authorization_id":1,"amount":null}""")]
    [InlineData("amount", """{"authorization_id":1,"amount":0}""")]
    [InlineData("amount", """{"authorization_id":1,"amount":-1}""")]
    [InlineData("amount", """{"authorization_id":1,"amount":"1"}""")]
    [InlineData("tracking_id", """{"authorization_id":1,"amount":1,"tracking_id":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}""")]
    [InlineData("processing_codes", """{"authorization_id":1,"amount":1,"processing_codes":{}}""")]
    [InlineData("processing_codes", """{"authorization_id":1,"amount":1,"processing_codes":{"credit":"090907","debit":"090908"}}""")]
    [InlineData("processing_codes", """{"authorization_id":1,"amount":1,"processing_codes":{"credit":"09"}}""")]
    [InlineData("metadata", """{"authorization_id":1,"amount":1,"metadata":7}""")]
    public async Task A_wrong_field_is_named(string field, string body)
    {
        await using var tenant = shared.NewTenant();
        RefusedField(field, await tenant.CancelTransferAsync(body));
    }

    [Fact]
    public async Task The_transfers_currency_says_how_many_decimals_there_are()
    {
        await using var tenant = shared.NewTenant();
        var transfer = await tenant.HundredAsync();
        RefusedField("amount", await tenant.CancelTransferAsync(transfer.Id(), 1.005m));
    }

    [Theory]
    [InlineData(null, "100014", "100013")]
    [InlineData("\"credit\":\"090907\"", "100014", "090907")]
    [InlineData("\"debit\":\"090908\"", "090908", "100013")]
    public async Task A_named_code_replaces_the_reversal_code_of_its_side(string? code, string debit, string credit)
    {
        await using var tenant = shared.NewTenant();
        var transfer = await tenant.HundredAsync();
        var answer = await tenant.CancelTransferAsync(transfer.Id(), 10, code is null ? "" : $$""","processing_codes":{{{code}}}""");
        Assert.Equal(200, answer.Code);
        Assert.Equal(debit, (await tenant.AuthorizationAsync(answer.DebitId()!.Value)).GetProperty("processing_code").GetString());
        Assert.Equal(credit, (await tenant.AuthorizationAsync(answer.CreditId()!.Value)).GetProperty("processing_code").GetString());
    }

    [Theory]
    [InlineData("account:1", "account:2", "credit", "090908", "INVALID_FIELD")]
    [InlineData("account:1", "account:2", "debit", "090907", "INVALID_FIELD")]
    [InlineData("account:1", "account:2", "debit", "NOSUCH", "PROCESSING_CODE_NOT_FOUND")]
    [InlineData("outside:bank", "account:1", "credit", "090907", "INVALID_FIELD")]
    [InlineData("account:1", "outside:bank", "debit", "090908", "INVALID_FIELD")]
    public async Task A_code_must_exist_go_its_way_and_belong_to_a_side_that_there_is(
        string from, string to, string side, string code, string error)
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenWithAsync(1, 10);
        await tenant.OpenAsync(2);
        var transfer = Posted(await tenant.TransferAsync(from, to, 10));
        RefusedWith(400, error, await tenant.CancelTransferAsync(transfer.Id(), 10, $$""","processing_codes":{"{{side}}":"{{code}}"}"""));
    }

    [Fact]
    public async Task The_same_cancel_again_gets_the_earlier_ids()
    {
        await using var tenant = shared.NewTenant();
        var transfer = await tenant.HundredAsync();
        const string More = $$""","tracking_id":"{{TrackingId}}","descriptor":"Sorry" """;
        var first = await tenant.CancelTransferAsync(transfer.Id(), 60, More);
        var again = await tenant.CancelTransferAsync(transfer.Id(), 60, More);
        RefusedWith(409, "TRACKING_ID_IN_USE", again);
        Assert.Equal("same", again.Header("x-forceops-replay"));
        Assert.Equal(
            (TrackingId, first.Json.GetProperty("authorization_ids").GetRawText()),
            (again.TrackingId(), again.Json.GetProperty("authorization_ids").GetRawText()));
        Assert.Equal("same", (await tenant.CancelTransferAsync(transfer.CreditId()!.Value, 60, More)).Header("x-forceops-replay"));
        Assert.Equal(60, await tenant.BalanceOfAsync(1));
    }

    [Fact]
    public async Task An_absent_side_is_0_in_the_repeat_too()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenAsync(1);
        var transfer = Posted(await tenant.TransferAsync("outside:bank", "account:1", 10));
        const string More = $$""","tracking_id":"{{TrackingId}}" """;
        var first = await tenant.CancelTransferAsync(transfer.Id(), 10, More);
        var again = await tenant.CancelTransferAsync(transfer.Id(), 10, More);
        Assert.Equal((409, first.DebitId(), 0L), (again.Code, again.DebitId(), again.CreditId()));
    }

    [Theory]
    [InlineData(false, 61, "", "amount")]
    [InlineData(true, 60, "", "the authorization to cancel")]
    [InlineData(false, 60, ""","descriptor":"x" """, "descriptor")]
    [InlineData(false, 60, ""","metadata":{}""", "metadata")]
    [InlineData(false, 60, ""","processing_codes":{"debit":"090908"}""", "processing_code")]
    public async Task Another_cancel_under_the_same_tracking_id_is_told_what_differs(
        bool otherTransfer, decimal amount, string text, string difference)
    {
        await using var tenant = shared.NewTenant();
        var transfer = await tenant.HundredAsync();
        var other = Posted(await tenant.TransferAsync("account:2", "account:1", 100));
        const string More = $$""","tracking_id":"{{TrackingId}}" """;
        Assert.Equal(200, (await tenant.CancelTransferAsync(transfer.Id(), 60, More)).Code);
        var answer = await tenant.CancelTransferAsync(otherTransfer ? other.Id() : transfer.Id(), amount, More + text);
        RefusedWith(409, "TRACKING_ID_IN_USE", answer);
        Assert.Equal("different", answer.Header("x-forceops-replay"));
        Assert.EndsWith($"in: {difference}.", answer.Json.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancel_under_another_operations_tracking_id_gets_the_answer_of_all_routes()
    {
        await using var tenant = shared.NewTenant();
        var transfer = await tenant.HundredAsync();
        var force = await tenant.ForceAsync($$"""{"account_id":1,"amount":5,"processing_code":"090907","tracking_id":"{{TrackingId}}"}""");
        var answer = await tenant.CancelTransferAsync(transfer.Id(), 1, $$""","tracking_id":"{{TrackingId}}" """);
        RefusedWith(409, "TRACKING_ID_IN_USE", answer);
        Assert.Equal(force.Id(), answer.Json.GetProperty("authorizations").GetProperty("authorization_id").GetInt64());
    }
}
