using ForceOps.Api.Tests.Service;
using static ForceOps.Api.Tests.Transfers.TransferRoutes;

namespace ForceOps.Api.Tests.Transfers;

/// <summary>A tracking id posts once, and its repeat is told what it repeats.</summary>
public sealed class TransferRepeatTests(SharedService shared)
{
    private const string TrackingId = "0f0e0d0c-0b0a-4908-8706-050403020100";
    private const string Text = $$""","tracking_id":"{{TrackingId}}","descriptor":"Rent","metadata":{"a":1}""";

    [Fact]
    public async Task The_same_transfer_again_is_told_so_and_posts_nothing()
    {
        await using var tenant = shared.NewTenant();
        var first = await tenant.HundredAsync(Text);
        await tenant.OpenAsync(1, """{"status":"blocked"}""");
        var again = await tenant.TransferAsync("account:1", "account:2", 100, Text);
        RefusedWith(409, "TRACKING_ID_IN_USE", again);
        Assert.Equal("same", again.Header("x-forceops-replay"));
        var date = first.Json.GetProperty("event_date").GetString();
        Assert.Equal(
            $$"""{"authorization_id":{{first.Id()}},"tracking_id":"{{TrackingId}}","event_date":"{{date}}","type":"TRANSFER","account_id":1,"amount":100,"processing_code":"100003"}""",
            again.Json.GetProperty("authorizations").GetRawText());
        Assert.Equal((0, 100), (await tenant.BalanceOfAsync(1), await tenant.BalanceOfAsync(2)));
    }

    [Theory]
    [InlineData("account:1", "account:2", 99, "Rent", "1", "amount")]
    [InlineData("account:1", "account:3", 100, "Rent", "1", "account_id")]
    [InlineData("account:3", "account:2", 100, "Rent", "1", "account_id")]
    [InlineData("account:1", "outside:bank", 100, "Rent", "1", "account_id")]
    [InlineData("card:77", "account:2", 100, "Rent", "1", "account_id")]
    [InlineData("account:1", "account:2", 100, "Flat", "1", "descriptor")]
    [InlineData("account:1", "account:2", 100, "Rent", "2", "metadata")]
    [InlineData("account:1", "account:3", 5, "Flat", "2", "account_id, amount, descriptor, metadata")]
    public async Task Another_transfer_under_the_same_tracking_id_is_told_what_differs(
        string from, string to, decimal amount, string descriptor, string metadata, string differences)
    {
        await using var tenant = shared.NewTenant();
        await tenant.HundredAsync(Text);
        var other = await tenant.TransferAsync(from, to, amount,
            Text.Replace("Rent", descriptor, StringComparison.Ordinal).Replace(":1}", $":{metadata}}}", StringComparison.Ordinal));
        IsDifferent(other, differences);
    }

    [Fact]
    public async Task Codes_and_currency_differ_too()
    {
        await using var tenant = shared.NewTenant();
        await tenant.HundredAsync($$""","tracking_id":"{{TrackingId}}" """);
        var end = $$""","tracking_id":"{{TrackingId}}"}""";
        var codes = TransferCodeTests.WithCodes(
            "account:1", "account:2", "090908", null).Replace(":10,", ":100,", StringComparison.Ordinal);
        IsDifferent(await tenant.TransferAsync(codes[..^1] + end), "processing_code");
        IsDifferent(await tenant.TransferAsync(codes.Replace("090908", "100003", StringComparison.Ordinal).Replace(
            "\"amount\"", "\"currency\":\"EUR\",\"amount\"", StringComparison.Ordinal)[..^1] + end), "currency");
    }

    [Theory]
    [InlineData("bank", "same")]
    [InlineData("other", "different")]
    public async Task The_name_of_the_outside_world_counts(string name, string replay)
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenAsync(1);
        Posted(await tenant.TransferAsync("outside:bank", "account:1", 5, Text));
        Assert.Equal(replay, (await tenant.TransferAsync($"outside:{name}", "account:1", 5, Text)).Header("x-forceops-replay"));
        Assert.Equal(5, await tenant.BalanceOfAsync(1));
    }

    [Fact]
    public async Task Tracking_ids_are_one_space_over_all_routes()
    {
        await using var tenant = shared.NewTenant();
        await tenant.HundredAsync($$""","tracking_id":"{{TrackingId}}" """);
        var own = $$"""{"tracking_id":"{{TrackingId}}","amount":1,""";
        IsDifferent(await tenant.ForceAsync(own + """ "account_id":1,"processing_code":"090907"}"""), "the kind of operation");
        IsDifferent(await tenant.CancelForceAsync(own + $$""" "original_tracking_id":"{{TrackingId}}"}"""), "the kind of operation");
        IsDifferent(await tenant.CancelTransferAsync(own + $$""" "original_tracking_id":"{{TrackingId}}"}"""), "the kind of operation");
    }

    [Fact]
    public async Task Letters_of_another_case_are_another_tracking_id()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenAsync(1);
        Posted(await tenant.TransferAsync("outside:bank", "account:1", 5, Text));
        Posted(await tenant.TransferAsync("outside:bank", "account:1", 5, Text.Replace("0f0e", "0F0e", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Of_fifty_equal_transfers_at_once_one_is_posted()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenWithAsync(1, 1000);
        await tenant.OpenAsync(2);
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => tenant.TransferAsync("account:1", "account:2", 10, Text)));
        var posted = Assert.Single(answers, answer => answer.Code == 201);
        Assert.All(answers.Where(answer => answer != posted), answer =>
        {
            Assert.Equal("same", answer.Header("x-forceops-replay"));
            Assert.Equal(posted.Id(), answer.Json.GetProperty("authorizations").GetProperty("authorization_id").GetInt64());
        });
        Assert.Equal(10, await tenant.BalanceOfAsync(2));
    }

    private static void IsDifferent(Answer answer, string differences)
    {
        RefusedWith(409, "TRACKING_ID_IN_USE", answer);
        Assert.Equal("different", answer.Header("x-forceops-replay"));
        Assert.EndsWith($"differs from that one in: {differences}.", answer.Json.GetProperty("message").GetString(),
            StringComparison.Ordinal);
    }
}
