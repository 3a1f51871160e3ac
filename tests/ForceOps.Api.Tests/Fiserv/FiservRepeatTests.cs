using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Fiserv;

/// <summary>Client-Request-Id is the idempotency key: the first answer again, or a refusal.</summary>
public sealed class FiservRepeatTests(SharedService shared)
{
    [Fact]
    public async Task A_hundred_parallel_repeats_make_one_posting_and_get_one_answer()
    {
        await using var tenant = shared.NewTenant();
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => tenant.ForcedPostAsync(FiservCalls.Sample, "same")));
        Assert.All(answers, answer => Assert.Equal($"201 {answers[0].Text}", $"{answer.Code} {answer.Text}"));
        Assert.Equal(85m, await tenant.BalanceOfAsync(FiservCalls.Merchant));
    }

    [Fact]
    public async Task A_hundred_parallel_declines_get_one_answer()
    {
        await using var tenant = shared.NewTenant();
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => tenant.ForcedPostAsync(FiservCalls.Of(5051), "same")));
        Assert.All(answers, answer => Assert.Equal($"201 {answers[0].Text}", $"{answer.Code} {answer.Text}"));
    }

    [Fact]
    public async Task The_first_answer_comes_again_also_after_a_cancel_and_over_both_paths()
    {
        await using var tenant = shared.NewTenant();
        var first = await tenant.ForcedPostAsync(FiservCalls.Sample, "one");
        var cancel = FiservCalls.Reference("referenceTransactionId", first.TransactionId());
        var canceled = await tenant.FiservAsync("cancels", cancel, "two");
        Assert.True(canceled.Code == 201, canceled.Text);
        Assert.Equal(first.Text, (await tenant.FiservAsync("charges", FiservCalls.Sample, "one")).Text);
        Assert.Equal(canceled.Text, (await tenant.FiservAsync("cancels", cancel, "two")).Text);
    }

    [Theory]
    [InlineData("\"total\":85", "\"total\":86")]
    [InlineData("\"currency\":\"USD\"", "\"currency\":\"EUR\"")]
    [InlineData("OK7244", "OK7245")]
    [InlineData("10000001", "10000002")]
    [InlineData("\"2025\"", "\"2026\"")]
    [InlineData("4012000033330026", "4005550000000019")]
    [InlineData("\"approvalCode\"", "\"merchantOrderId\":\"o\",\"approvalCode\"")]
    public async Task The_same_id_with_another_body_is_refused(string part, string other)
    {
        await using var tenant = shared.NewTenant();
        await tenant.ForcedPostAsync(FiservCalls.Sample, "one");
        FiservCalls.Refused(await tenant.ForcedPostAsync(FiservCalls.With(part, other), "one"), 400, "100", "Client-Request-Id");
        Assert.Equal(85m, await tenant.BalanceOfAsync(FiservCalls.Merchant));
    }

    [Fact]
    public async Task A_cancel_under_the_id_of_a_forced_post_is_refused()
    {
        await using var tenant = shared.NewTenant();
        var first = await tenant.ForcedPostAsync(FiservCalls.Sample, "one");
        FiservCalls.Refused(
            await tenant.FiservAsync("cancels", FiservCalls.Reference("referenceTransactionId", first.TransactionId()),
                "one"), 400, "100", "Client-Request-Id");
    }

    [Fact]
    public async Task Long_ids_are_told_apart_and_come_back_whole()
    {
        await using var tenant = shared.NewTenant();
        var id = new string('x', 1023);
        var first = await tenant.ForcedPostAsync(FiservCalls.Sample, id + "1");
        Assert.Equal(id + "1", first.Processing("clientRequestId"));
        Assert.Equal(first.Text, (await tenant.ForcedPostAsync(FiservCalls.Sample, id + "1")).Text);
        Assert.NotEqual(first.TransactionId(), (await tenant.ForcedPostAsync(FiservCalls.Sample, id + "2")).TransactionId(),
            StringComparer.Ordinal);
        FiservCalls.Refused(await tenant.ForcedPostAsync(FiservCalls.Sample, id + "12"), 400, "100", "Client-Request-Id");
    }

    [Fact]
    public async Task Without_an_id_one_is_made_and_every_post_is_new()
    {
        await using var tenant = shared.NewTenant();
        var one = await tenant.ForcedPostAsync(FiservCalls.Sample);
        var two = await tenant.ForcedPostAsync(FiservCalls.Sample);
        Assert.True(Guid.TryParse(one.Processing("clientRequestId"), out _));
        Assert.NotEqual(one.TransactionId(), two.TransactionId(), StringComparer.Ordinal);
        Assert.Equal(170m, await tenant.BalanceOfAsync(FiservCalls.Merchant));
    }
}
