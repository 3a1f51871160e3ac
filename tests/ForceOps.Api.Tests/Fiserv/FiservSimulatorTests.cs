using System.Text.Json;
using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Fiserv;

/// <summary>Totals that choose a verification result (page Simulator-Scripts): the sale is approved and shows it.</summary>
public sealed class FiservSimulatorTests(SharedService shared)
{
    private const string Amex = "341111565369561";

    [Theory]
    [InlineData(5070, "NONE", "MATCHED", "MATCHED", "M")]
    [InlineData(5071, "NONE", "MATCHED", "NOT_MATCHED", "N")]
    [InlineData(5072, "NONE", "MATCHED", "NOT_PROCESSED", "P")]
    [InlineData(5073, "NONE", "MATCHED", "NOT_PRESENT", "S")]
    [InlineData(5074, "NONE", "MATCHED", "NOT_CERTIFIED", "U")]
    [InlineData(5075, "NONE", "MATCHED", "NOT_CHECKED", "X")]
    [InlineData(5080, "MATCHED", "MATCHED", "NOT_CHECKED", "X")]
    [InlineData(5081, "NOT_MATCHED", "MATCHED", "NOT_CHECKED", "X")]
    [InlineData(5082, "NOT_CHECKED", "MATCHED", "NOT_CHECKED", "X")]
    [InlineData(5083, "NO_INPUT_DATA", "MATCHED", "NOT_CHECKED", "X")]
    [InlineData(5084, "NONE", "MATCHED", "NOT_CHECKED", "X")]
    [InlineData(5085, "MATCHED", "MATCHED", "NOT_CHECKED", "X")]
    [InlineData(5086, "MATCHED", "NOT_MATCHED", "NOT_CHECKED", "X")]
    [InlineData(5087, "MATCHED", "NOT_CHECKED", "NOT_CHECKED", "X")]
    [InlineData(5088, "MATCHED", "NO_INPUT_DATA", "NOT_CHECKED", "X")]
    [InlineData(5091, "NONE", "MATCHED", "NOT_CHECKED", "X")]
    [InlineData(5098, "NONE", "MATCHED", "NOT_CHECKED", "X")]
    public async Task A_total_chooses_the_result_of_an_approval(int total, string street, string postal, string match, string letter)
    {
        await using var tenant = shared.NewTenant();
        var answer = await tenant.ForcedPostAsync(FiservCalls.Of(total));
        Assert.Equal((201, "CAPTURED"), (answer.Code, answer.Gateway("transactionState")));
        Assert.Equal("APPROVED", Processor(answer.Json).GetProperty("approvalStatus").GetString());
        Assert.Equal(
            $$$"""{"streetMatch":"{{{street}}}","postalCodeMatch":"{{{postal}}}","securityCodeMatch":"{{{match}}}","association":{"securityCodeResponse":"{{{letter}}}"}}""",
            ResultOf(answer.Json));
        Assert.Equal(total, await tenant.BalanceOfAsync(FiservCalls.Merchant));
    }

    [Theory]
    [InlineData(5091, "1")]
    [InlineData(5098, "8")]
    [InlineData(5081, null)]
    public async Task Only_an_AMEX_card_has_a_result_for_the_name(int total, string? name)
    {
        await using var tenant = shared.NewTenant();
        var body = FiservCalls.Of(total).Replace("4012000033330026", Amex, StringComparison.Ordinal);
        var association = Processor((await tenant.ForcedPostAsync(body)).Json).GetProperty("bankAssociationDetails").GetProperty(
            "avsSecurityCodeResponse").GetProperty("association");
        Assert.Equal(name, association.TryGetProperty("cardholderNameResponse", out var sent) ? sent.GetString() : null);
    }

    [Theory]
    [InlineData(5069)]
    [InlineData(5076)]
    [InlineData(5079)]
    [InlineData(5089)]
    [InlineData(5090)]
    [InlineData(5099)]
    [InlineData(5103)]
    public async Task The_rest_of_the_range_declines(int total)
    {
        await using var tenant = shared.NewTenant();
        var answer = await tenant.ForcedPostAsync(FiservCalls.Of(total));
        Assert.Equal((201, "DECLINED"), (answer.Code, answer.Gateway("transactionState")));
        Assert.Equal($"{total}"[1..], Processor(answer.Json).GetProperty("responseCode").GetString());
        Assert.Null(ResultOf(answer.Json));
    }

    [Fact]
    public async Task Other_approvals_have_no_result()
    {
        await using var tenant = shared.NewTenant();
        var approved = FiservCalls.Asking("0").Replace(":85,", ":5071,", StringComparison.Ordinal);
        foreach (var body in new[] { FiservCalls.Sample, FiservCalls.Of(5071.5m), approved })
        {
            var answer = await tenant.ForcedPostAsync(body);
            Assert.Equal("CAPTURED", answer.Gateway("transactionState"));
            Assert.Null(ResultOf(answer.Json));
        }
    }

    [Fact]
    public async Task The_result_comes_again_with_the_sale_and_not_with_its_cancel()
    {
        await using var tenant = shared.NewTenant();
        var sale = await tenant.ForcedPostAsync(FiservCalls.Of(5071), "one");
        var reference = FiservCalls.Reference("referenceTransactionId", sale.TransactionId());
        var inquiry = await tenant.FiservAsync("transaction-inquiry", reference);
        Assert.Equal(ResultOf(sale.Json), ResultOf(inquiry.Json[0]));
        var cancel = await tenant.FiservAsync("cancels", reference, "two");
        Assert.Equal((201, null), (cancel.Code, ResultOf(cancel.Json)));
        Assert.Equal(cancel.Text, (await tenant.FiservAsync("cancels", reference, "two")).Text);
        Assert.Equal(sale.Text, (await tenant.ForcedPostAsync(FiservCalls.Of(5071), "one")).Text);
        FiservCalls.Refused(await tenant.ForcedPostAsync(FiservCalls.Of(5072), "one"), 400, "100", "Client-Request-Id");
    }

    [Fact]
    public async Task Results_and_errors_are_the_same_after_a_restart()
    {
        var database = await shared.Postgres.CreateDatabaseAsync();
        var org = $"TN-{Guid.NewGuid()}";
        var first = await AnswersAsync();
        Assert.Equal(first, await AnswersAsync());

        async Task<string> AnswersAsync()
        {
            await using var service = await RunningService.StartAsync(database);
            await using var tenant = new Tenant(service, org);
            var sale = await tenant.ForcedPostAsync(FiservCalls.Of(5081), "one");
            var error = await tenant.ForcedPostAsync(FiservCalls.Asking("103"), "two");
            Assert.Equal((201, 400), (sale.Code, error.Code));
            return sale.Text + error.Text;
        }
    }

    private static JsonElement Processor(JsonElement json) => json.GetProperty("paymentReceipt").GetProperty("processorResponseDetails");

    /// <summary>Returns the whole result as JSON; null when the answer has none.</summary>
    private static string? ResultOf(JsonElement json) => Processor(json).TryGetProperty("bankAssociationDetails", out var details)
        ? details.GetProperty("avsSecurityCodeResponse").GetRawText()
        : null;
}
