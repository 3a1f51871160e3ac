using ForceOps.Api.Tests.Generated;
using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Hosting;

/// <summary>A client that NSwag has generated from the committed document: it compiles, and what it says is what happens.</summary>
public sealed class GeneratedClientTests(SharedService shared)
{
    [Fact]
    public async Task It_posts_a_force_and_every_digit_of_the_money_arrives()
    {
        await using var tenant = shared.NewTenant();
        using var http = tenant.Service.CreateClient();
        var client = new PismoClient(http);
        var posted = await client.ForceOperationAsync(Body(0.1m + 0.2m), tenant.Org);
        Assert.True(posted.Authorization_id > 0);
        Assert.Equal(TimeSpan.Zero, posted.Event_date.Offset);
        Assert.Equal(0.3m, await tenant.BalanceOfAsync(1234));
        await client.ForceOperationAsync(Body(99_999_999_999_999.99m), tenant.Org);
        Assert.Equal(100_000_000_000_000.29m, await tenant.BalanceOfAsync(1234));
    }

    [Fact]
    public async Task A_duplicate_and_a_cancellation_have_their_own_shapes()
    {
        await using var tenant = shared.NewTenant();
        using var http = tenant.Service.CreateClient();
        var client = new PismoClient(http);
        var body = Body(40.25m);
        body.Tracking_id = Tenant.NewTrackingId();
        var posted = await client.ForceOperationAsync(body, tenant.Org);

        var duplicate = await Assert.ThrowsAsync<ApiException<DuplicateResponse>>(() => client.ForceOperationAsync(body, tenant.Org));
        Assert.Equal(
            (409, posted.Authorization_id, 40.25m), (
                duplicate.StatusCode, duplicate.Result.Authorizations?.Authorization_id, duplicate.Result.Authorizations?.Amount));
        Assert.Equal("same", duplicate.Headers["x-forceops-replay"].Single());

        var cancel = new CancelForceRequest { Authorization_id = posted.Authorization_id };
        var canceled = await client.CancelForceAsync(cancel, tenant.Org);
        var again = await Assert.ThrowsAsync<ApiException<CanceledResponse>>(() => client.CancelForceAsync(cancel, tenant.Org));
        Assert.Equal((409, canceled.Authorization_id), (again.StatusCode, again.Result.Authorization_id));
        Assert.Equal(0, await tenant.BalanceOfAsync(1234));
    }

    [Fact]
    public async Task A_refusal_names_its_field_and_an_accepted_operation_is_no_posted_one()
    {
        await using var tenant = shared.NewTenant();
        using var http = tenant.Service.CreateClient();
        var client = new PismoClient(http);
        var refused = await Assert.ThrowsAsync<ApiException<PismoErrorResponse>>(() => client.ForceOperationAsync(Body(-1), tenant.Org));
        Assert.Equal((400, "amount"), (refused.StatusCode, refused.Result.Details?.Single().Field));

        Assert.Equal(200, (await tenant.PutAsync("/sandbox/accounts/1234", """{"processing":"delayed"}""")).Code);
        var delayed = await Assert.ThrowsAsync<ApiException<DelayedResponse>>(() => client.ForceOperationAsync(Body(1), tenant.Org));
        Assert.Equal((202, DelayedResponseCode.PROCESSING_DELAYED), (delayed.StatusCode, delayed.Result.Code));
        Assert.False(string.IsNullOrEmpty(delayed.Result.Tracking_id));
    }

    private static ForceRequest Body(decimal amount) => new() { Account_id = 1234, Amount = amount, Processing_code = "090907" };
}

/// <summary>The same client where a token is needed.</summary>
[Collection(Tokens.StrictService.Name)]
public sealed class GeneratedClientTokenTests(Tokens.StrictService strict)
{
    [Fact]
    public async Task It_gets_a_token_and_posts_with_it()
    {
        using var http = strict.Service.CreateClient();
        var client = new PismoClient(http);
        var body = new ForceRequest { Account_id = 1234, Amount = 1, Processing_code = "090907" };
        var refused = await Assert.ThrowsAsync<ApiException<PismoErrorResponse>>(
            () => client.ForceOperationAsync(body, Tokens.StrictService.Org));
        Assert.Equal(401, refused.StatusCode);
        var token = await client.CreateServerTokenAsync(
            new ServerTokenRequest { Server_key = Tokens.StrictService.Key, Server_secret = Tokens.StrictService.Secret });
        http.DefaultRequestHeaders.Authorization = new("Bearer", token.Token);
        await using var tenant = new Tenant(strict.Service, Tokens.StrictService.Org);
        Assert.Equal(200, (await tenant.PutAsync("/sandbox/accounts/51500", "{}")).Code);
        body.Account_id = 51500;
        Assert.True((await client.ForceOperationAsync(body, Tokens.StrictService.Org)).Authorization_id > 0);
    }
}
