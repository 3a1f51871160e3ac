using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Storm;
using ForceOps.Api.Tests.Transfers;
using static ForceOps.Api.Tests.Payments.PaymentRoutes;

namespace ForceOps.Api.Tests.Payments;

/// <summary>I3 for payments: of equal requests at once one is new, and all get its answer, denied or not, from both processes.</summary>
[Collection(TwoServices.Name)]
public sealed class PaymentRaceTests(TwoServices services)
{
    private const int Callers = 20;

    [Theory]
    [InlineData(CashIn, 50)]
    [InlineData(CashOut, 0)]
    public async Task Of_twenty_equal_requests_one_is_new_and_nineteen_get_its_answer(string code, decimal balance)
    {
        var (first, second) = services.NewTenant();
        await using var one = first;
        await using var two = second;
        await first.OpenAsync(1);
        var body = Body(Tenant.NewTrackingId(), 1, 50, code);
        await using var hold = await HeldLock.OnAccountAsync(services.First.Database, first.Org, 1);
        var calls = Enumerable.Range(0, Callers).Select(caller => (caller % 2 == 0 ? first : second).PayAsync(body)).ToList();
        await hold.WaitForWaitersAsync(2);
        await hold.ReleaseAsync();
        var answers = await Task.WhenAll(calls);

        var posted = Assert.Single(answers, answer => answer.Code == 201);
        Assert.Equal(code is CashIn ? "AUTHORIZATION" : "DENIED", posted.Category());
        Assert.All(answers.Where(answer => answer != posted), answer => RepeatOf(posted, answer));
        Assert.Equal(balance, await first.BalanceOfAsync(1));
    }

    [Fact]
    public async Task Of_two_different_requests_under_one_tracking_id_one_is_409()
    {
        // No common row to lock: only the unique key stands between the two.
        var (first, second) = services.NewTenant();
        await using var one = first;
        await using var two = second;
        await first.OpenAsync(1);
        await first.OpenAsync(2);
        foreach (var trackingId in Enumerable.Range(0, 20).Select(_ => Tenant.NewTrackingId()))
        {
            var answers = await Task.WhenAll(
                first.PayAsync(Body(trackingId, 1, 5, CashOut)), second.PayAsync(Body(trackingId, 2, 5)));
            Assert.Single(answers, answer => answer.Code == 201);
            Assert.Equal("different", Assert.Single(answers, answer => answer.Code == 409).Header("x-forceops-replay"));
        }
    }
}
