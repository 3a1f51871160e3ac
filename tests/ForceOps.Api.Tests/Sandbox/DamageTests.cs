using ForceOps.Api.Tests.Payments;
using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Sandbox;

/// <summary>
/// <c>GET /sandbox/check</c> over books that somebody broke behind the service's back: every kind of damage is found, in its org only.
/// </summary>
public sealed class DamageTests(SharedService shared) : IAsyncLifetime
{
    private const string Off = "ALTER TABLE movements DISABLE TRIGGER ALL; ALTER TABLE authorizations DISABLE TRIGGER ALL; ALTER TABLE accounts DISABLE TRIGGER ALL; ALTER TABLE hold_changes DISABLE TRIGGER ALL;";

    private RunningService _service = null!;

    public async ValueTask InitializeAsync() => _service = await RunningService.StartAsync(await shared.Postgres.CreateDatabaseAsync());

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Every_kind_of_damage_is_found()
    {
        TestPostgres.SkipOnCluster(_service.Database, "constraints and rows are damaged in one transaction, which a cluster refuses");
        foreach (var (what, invariant, sql) in Damages)
        {
            var (org, healthy) = (_service.NewTenant(), _service.NewTenant());
            await FillAsync(org);
            await FillAsync(healthy);
            Assert.True((await org.GetAsync("/sandbox/check")).Json.GetProperty("ok").GetBoolean(), "before the damage");
            await TestPostgres.ExecuteAsync(
                _service.Database, Off + sql.Replace("@org", $"book = '{org.Org[3..]}'", StringComparison.Ordinal));

            var check = (await org.GetAsync("/sandbox/check")).Json;
            var found = check.GetProperty("problems").EnumerateArray().ToList();
            Assert.True(!check.GetProperty("ok").GetBoolean() && found.Count > 0, $"{what} was not found");
            Assert.Equal("invariant, org, id, message", Refused.Names(found[0]));
            Assert.True(
                found.Any(problem => string.Equals(problem.GetProperty("invariant").GetString(), invariant, StringComparison.Ordinal)),
                $"{what} was reported, but not as {invariant}: {check}");
            Assert.All(found, problem => Assert.Equal(org.Org, problem.GetProperty("org").GetString(), StringComparer.Ordinal));
            Assert.False((await healthy.GetAsync("/sandbox/check?all=true")).Json.GetProperty("ok").GetBoolean());
            await healthy.DisposeAsync();
        }
    }

    [Fact]
    public async Task Damage_is_found_at_every_moment_that_has_it_and_at_none_before()
    {
        var org = _service.NewTenant();
        var ids = new List<long>();
        for (var i = 0; i < 3; i++)
            ids.Add(await org.ForcedAsync("""{"account_id":7,"amount":10,"processing_code":"090907"}"""));
        await TestPostgres.ExecuteAsync(
            _service.Database,
            $"{Off} UPDATE movements SET credit_balance = credit_balance + 1 WHERE book = '{org.Org[3..]}' AND authorization_id = {ids[1]}");

        Assert.Equal("", await FoundAsync(ids[0]));
        Assert.Equal("I1, I6", await FoundAsync(ids[1]));
        Assert.Equal("I6", await FoundAsync(ids[2]));

        async Task<string> FoundAsync(long at) => string.Join(", ", (await org.GetAsync($"/sandbox/check?at_authorization={at}")).Json
            .GetProperty("problems").EnumerateArray().Select(one => one.GetProperty("invariant").GetString()).Distinct(StringComparer.Ordinal));
    }

    private static readonly (string What, string Invariant, string Sql)[] Damages =
    [
        ("a balance that grew", "I1", "UPDATE accounts SET balance = balance + 0.01 WHERE @org AND id = 7"),
        ("an account that is gone", "I1", "DELETE FROM accounts WHERE @org AND id = 7"),
        ("an account in another currency", "I2", "UPDATE accounts SET currency = 'EUR' WHERE @org AND id = 7"),
        ("a movement of less than nothing", "I2", """
            ALTER DOMAIN positive_amount DROP CONSTRAINT IF EXISTS positive_amount;
            UPDATE movements SET amount = -amount WHERE @org AND kind = 'fee'
            """),
        ("a tracking id used twice", "I3", """
            ALTER TABLE authorizations DROP CONSTRAINT IF EXISTS authorizations_tracking_id;
            UPDATE authorizations SET tracking_id = 'twice' WHERE @org
            """),
        ("more canceled than the cancellations say", "I4", "UPDATE authorizations SET canceled_amount = canceled_amount + 1 WHERE @org AND parent_id IS NULL AND processing_code = '090910'"),
        ("a fee canceled that was not", "I4", "UPDATE authorizations SET canceled_fee = 0 WHERE @org AND canceled_fee > 0"),
        ("a cancellation that went up", "I4", "UPDATE authorizations SET amount = amount + 1 WHERE @org AND parent_id IS NOT NULL"),
        ("a posting that is marked as denied", "I6", "UPDATE authorizations SET denied = 'LIMIT_EXCEEDED' WHERE @org AND parent_id IS NULL"),
        ("a cancellation of nothing", "I5", "UPDATE authorizations SET parent_id = 1 WHERE @org AND parent_id IS NOT NULL"),
        ("a cancellation of itself", "I5", "UPDATE authorizations SET parent_id = id WHERE @org AND parent_id IS NOT NULL"),
        ("a cancellation for another account", "I5", "UPDATE authorizations SET account_id = 8 WHERE @org AND parent_id IS NOT NULL"),
        ("a changed balance after a movement", "I6", "UPDATE movements SET credit_balance = credit_balance + 1 WHERE @org AND kind = 'principal' AND credit_account = 7"),
        ("a changed amount of a movement", "I6", "UPDATE movements SET amount = amount + 1 WHERE @org AND kind = 'principal' AND credit_account = 7"),
        ("a removed movement", "I6", "DELETE FROM movements WHERE @org AND kind = 'fee'"),
        ("a changed amount of an authorization", "I6", "UPDATE authorizations SET amount = amount + 1 WHERE @org AND parent_id IS NULL"),
        ("a changed fee of an authorization", "I6", "UPDATE authorizations SET fee = fee + 1 WHERE @org AND parent_id IS NULL"),
        ("movements without their authorization", "I6", "DELETE FROM authorizations WHERE @org AND account_id = 8"),
        ("a debit that says it was a credit", "I6", "UPDATE authorizations SET impact = 1 WHERE @org AND account_id = 8"),
        ("more held than the holds say", "I10", "UPDATE accounts SET held = held + 1 WHERE @org AND id = 7"),
        ("a pre-authorization that was released without a word", "I10", "UPDATE authorizations SET canceled_amount = 1 WHERE @org AND type = 'PRE_AUTHORIZATION' AND canceled_amount = 0"),
        ("a pre-authorization that is marked as denied", "I10", "UPDATE authorizations SET denied = 'LIMIT_EXCEEDED' WHERE @org AND type = 'PRE_AUTHORIZATION' AND canceled_amount = 0"),
        ("a confirmation that left something", "I10", "UPDATE authorizations SET canceled_amount = 1 WHERE @org AND type = 'PRE_AUTHORIZATION' AND canceled_amount > 0"),
        ("a confirmation of another one", "I10", "UPDATE authorizations z SET original_id = (SELECT min(id) FROM authorizations w WHERE w.book = z.book AND w.type = 'PRE_AUTHORIZATION') WHERE @org AND original_id IS NOT NULL"),
        ("a confirmation of nothing", "I10", "UPDATE authorizations SET original_id = NULL, original_on_network = NULL WHERE @org AND original_id IS NOT NULL"),
        ("a pre-authorization that hold funds took", "I10", "UPDATE authorizations SET type = 'TRANSFER' WHERE @org AND original_id IS NOT NULL"),
        ("a hold that was released without a word", "I10", "UPDATE authorizations SET canceled_amount = 1 WHERE @org AND type = 'HOLD'"),
        ("a changed change of a hold", "I10", "UPDATE hold_changes SET held = held + 1 WHERE @org"),
        ("a removed change of a hold", "I10", "DELETE FROM hold_changes WHERE @org"),
        ("a change of a hold of another account", "I10", "UPDATE hold_changes SET account_id = 8 WHERE @org"),
        ("a change of a hold at another balance", "I6", "UPDATE hold_changes SET balance = balance + 1 WHERE @org"),
        ("an authorization that names another account", "I6", "UPDATE authorizations SET account_id = 9 WHERE @org AND account_id = 8"),
    ];

    private static async Task FillAsync(Tenant org)
    {
        var force = await org.ForcedAsync("""{"account_id":7,"amount":40.25,"processing_code":"090910"}""");
        await org.ForcedAsync("""{"account_id":8,"amount":10,"processing_code":"090908"}""");
        await org.CanceledAsync($$"""{"authorization_id":{{force}},"amount":20,"cancel_fees":true}""");
        var held = await org.SendAsync(
            HttpMethod.Post, "/payments/v1/payments/hold-funds/block",
            """{"tracking_id":"h","account_id":7,"amount":5,"processing_code":"200001"}""");
        Assert.Equal(201, held.Code);
        await org.PreAuthorizedAsync(2, account: 7);
        var confirmed = PaymentRoutes.CancelBody(Tenant.NewTrackingId(), await org.PreAuthorizedAsync(4, account: 7), ""","amount":3""");
        Assert.Equal("CONFIRMATION", (await org.ConfirmAsync(confirmed)).Category());
    }
}
