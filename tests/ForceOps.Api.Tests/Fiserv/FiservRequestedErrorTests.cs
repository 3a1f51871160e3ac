using ForceOps.Api.Tests.Journal;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Storm;

namespace ForceOps.Api.Tests.Fiserv;

/// <summary>A requested code from 100 is an error (page Test-Errors): 400 with the transaction's ids, and nothing is posted.</summary>
public sealed class FiservRequestedErrorTests(SharedService shared)
{
    [Fact]
    public async Task The_error_has_the_members_of_the_vendors_page()
    {
        await using var tenant = shared.NewTenant();
        var answer = await tenant.ForcedPostAsync(FiservCalls.Asking("103"), "one");
        FiservCalls.Refused(answer, 400, "103", "cardData", message: "Missing or Invalid Card Number or Token");
        Assert.Equal(
            ("CHARGE_FORCED_POST", "DECLINED", "ECOM"),
            (answer.Gateway("transactionType"), answer.Gateway("transactionState"), answer.Gateway("transactionOrigin")));
        Assert.Equal("one", answer.Processing("clientRequestId"));
        Assert.Matches(@"^CHG01[a-f0-9]{32}\z", answer.Processing("orderId"));
        Assert.Matches(@"^[a-f0-9]{32}\z", answer.TransactionId());
        Assert.Equal(1, answer.Json.GetProperty("error").GetArrayLength());
        Assert.Equal("103", (await tenant.LastAsync()).Text("answer.code"));
        Assert.Equal(404, (await tenant.GetAsync($"/sandbox/accounts/{FiservCalls.Merchant}")).Code);
    }

    [Theory]
    [InlineData("100", "100", "Invalid or Missing Field Data")]
    [InlineData("000704", "704", "Transaction timed out")]
    [InlineData("841", "841", "Forced Post Sent Without Approval Code")]
    [InlineData("999", "999", "Contact support")]
    [InlineData("603", "603", "Fraud Error: General")]
    [InlineData("660", "660", "Terminal error")]
    [InlineData("150", "150", "Submitted data is invalid")]
    public async Task Every_code_from_100_is_answered_with_its_text_or_that_of_its_class(string asked, string code, string text)
    {
        await using var tenant = shared.NewTenant();
        var answer = await tenant.FiservAsync("charges", FiservCalls.Asking(asked));
        FiservCalls.Refused(answer, 400, code, message: text);
        Assert.False(answer.Json.GetProperty("error")[0].TryGetProperty("field", out _));
    }

    [Fact]
    public async Task The_same_request_gets_the_same_error_and_another_one_is_refused()
    {
        await using var tenant = shared.NewTenant();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => tenant.ForcedPostAsync(FiservCalls.Asking("103"), "one")));
        Assert.All(answers, answer => Assert.Equal($"400 {answers[0].Text}", $"{answer.Code} {answer.Text}"));
        foreach (var body in new[] { FiservCalls.Sample, FiservCalls.Asking("104"), FiservCalls.Asking("6") })
            FiservCalls.Refused(await tenant.ForcedPostAsync(body, "one"), 400, "100", "Client-Request-Id");
        await tenant.ForcedPostAsync(FiservCalls.Sample, "two");
        FiservCalls.Refused(await tenant.ForcedPostAsync(FiservCalls.Asking("103"), "two"), 400, "100", "Client-Request-Id");
    }

    [Fact]
    public async Task An_inquiry_shows_the_error_as_a_decline()
    {
        await using var tenant = shared.NewTenant();
        var answer = await tenant.ForcedPostAsync(FiservCalls.Asking("103"), "one");
        var reference = FiservCalls.Reference("referenceTransactionId", answer.TransactionId());
        var inquiry = await tenant.FiservAsync("transaction-inquiry", reference);
        Assert.Equal(201, inquiry.Code);
        Assert.Equal(answer.Json.GetProperty("gatewayResponse").GetRawText(), inquiry.Json[0].GetProperty("gatewayResponse").GetRawText());
        Assert.Equal("103", inquiry.Json[0].GetProperty("paymentReceipt").GetProperty(
            "processorResponseDetails").GetProperty("responseCode").GetString());
        FiservCalls.Refused(await tenant.FiservAsync("cancels", reference), 400, "831");
    }

    [Fact]
    public async Task What_the_ledger_refuses_is_refused_first()
    {
        await using var tenant = shared.NewTenant();
        await tenant.DeleteAsync("/sandbox/processing-codes/MSALE1");
        FiservCalls.Refused(await tenant.ForcedPostAsync(FiservCalls.Asking("103"), "one"), 400, "216");
    }

    /// <summary>Earlier builds declined all of these; the rows are changed to what those builds stored.</summary>
    [Theory]
    [InlineData(85, "103", "\"errorCode\":\"103\"", "\"declineCode\":\"103\"", 85)]
    [InlineData(5069, null, "\"declineCode\":\"069\"", "\"declineCode\":\"071\"", 5071)]
    public async Task A_decline_of_an_earlier_build_stays_a_decline(int total, string? asked, string now, string before, int totalBefore)
    {
        await using var tenant = shared.NewTenant();
        var body = asked is null ? FiservCalls.Of(total) : FiservCalls.Asking(asked);
        var first = await tenant.ForcedPostAsync(body, "one");
        var ofOrg = $"book = (SELECT book FROM orgs WHERE org = '{Sql.OrgOf(tenant.Org)}')";
        await Sql.ExecuteAsync(
            shared.Service.Database,
            $"UPDATE attempts SET amount = {totalBefore}, metadata = replace(metadata, '{now}', '{before}') WHERE {ofOrg}");
        var stored = await Sql.ScalarAsync<string>(shared.Service.Database, $"SELECT metadata FROM attempts WHERE {ofOrg}");
        Assert.Contains(before, stored, StringComparison.Ordinal);
        var again = await tenant.ForcedPostAsync(body.Replace($":{total},", $":{totalBefore},", StringComparison.Ordinal), "one");
        Assert.Equal((201, "DECLINED"), (again.Code, again.Gateway("transactionState")));
        Assert.Equal(first.TransactionId(), again.TransactionId());
    }
}
