using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Tokens;
using ForceOps.Api.Tests.Transfers;
using static ForceOps.Api.Tests.Payments.PaymentRoutes;

namespace ForceOps.Api.Tests.Payments;

/// <summary>The forms of the bodies, headers and tokens of the payment methods: these are errors, not denials.</summary>
public sealed class PaymentGateTests(SharedService shared)
{
    private const string Id = "4b0f7c1e-5d2a-4c69-9a0e-7f1b2c3d4e01";

    [Theory]
    [InlineData("tracking_id", """{"account_id":1,"amount":1,"processing_code":"100001"}""")]
    [InlineData("tracking_id", """{"tracking_id":"short","account_id":1,"amount":1,"processing_code":"100001"}""")]
    [InlineData("account_id", $$"""{"tracking_id":"{{Id}}","account_id":0,"amount":1,"processing_code":"100001"}""")]
    [InlineData("amount", $$"""{"tracking_id":"{{Id}}","account_id":1,"processing_code":"100001"}""")]
    [InlineData("amount", $$"""{"tracking_id":"{{Id}}","account_id":1,"amount":1.001,"currency":"USD","processing_code":"100001"}""")]
    [InlineData("currency", $$"""{"tracking_id":"{{Id}}","account_id":1,"amount":1,"currency":"XXQ","processing_code":"100001"}""")]
    [InlineData("processing_code", $$"""{"tracking_id":"{{Id}}","account_id":1,"amount":1}""")]
    [InlineData("processing_code", $$"""{"tracking_id":"{{Id}}","account_id":1,"amount":1,"processing_code":"1"}""")]
    public async Task A_payment_of_a_wrong_form_is_400(string field, string body)
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenAsync(1);
        TransferRoutes.RefusedField(field, await tenant.PayAsync(body));
    }

    [Theory]
    [InlineData("from", """ "to":{"account_id":2},"amount":1""")]
    [InlineData("to", """ "from":{"account_id":1},"to":{},"amount":1""")]
    [InlineData("to", """ "from":{"account_id":1},"to":{"account_id":1},"amount":1""")]
    [InlineData("from.processing_code", """ "from":{"account_id":1,"processing_code":"x"},"to":{"account_id":2},"amount":1""")]
    [InlineData("amount", """ "from":{"account_id":1},"to":{"account_id":2},"amount":0""")]
    [InlineData("pre_authorization", """ "from":{"account_id":1},"to":{"account_id":2},"amount":1,"pre_authorization":true""")]
    public async Task A_transfer_of_a_wrong_form_is_400(string field, string members)
    {
        await using var tenant = shared.NewTenant();
        TransferRoutes.RefusedField(field, await tenant.PaymentTransferAsync($$"""{"tracking_id":"{{Id}}",{{members}}}"""));
    }

    [Theory]
    [InlineData("tracking_id", $$"""{"original_tracking_id":"{{Id}}"}""")]
    [InlineData("original_tracking_id", $$"""{"tracking_id":"{{Id}}"}""")]
    [InlineData("original_tracking_id", $$"""{"tracking_id":"{{Id}}","original_tracking_id":"{{Id}}","authorization_id":1}""")]
    [InlineData("amount", $$"""{"tracking_id":"{{Id}}","authorization_id":1,"amount":-1}""")]
    public async Task A_cancel_of_a_wrong_form_is_400(string field, string body)
    {
        await using var tenant = shared.NewTenant();
        TransferRoutes.RefusedField(field, await tenant.CancelPaymentAsync(body));
    }

    [Fact]
    public async Task The_header_must_name_an_account_of_the_body()
    {
        await using var tenant = shared.NewTenant();
        TransferRoutes.RefusedField("x-account-id", await tenant.PayAsync(Body(Id, 1, 1), ("x-account-id", "2")));
        TransferRoutes.RefusedField("x-account-id", await tenant.PaymentTransferAsync(TransferBody(Id, 1, 2, 1), ("x-account-id", "3")));
    }

    [Fact]
    public async Task A_token_of_one_account_reaches_that_account_only()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenWithAsync(1, 10);
        await tenant.OpenWithAsync(2, 10);
        var token = ForgedTokens.Header(ForgedTokens.Token(tenant.Org, 1));
        var (own, other) = (Tenant.NewTrackingId(), Tenant.NewTrackingId());
        Assert.Equal(201, (await tenant.PayAsync(Body(own, 1, 1), token)).Code);
        Assert.Equal(403, (await tenant.PayAsync(Body(Tenant.NewTrackingId(), 2, 1), token)).Code);
        Assert.Equal(201, (await tenant.PaymentTransferAsync(TransferBody(Tenant.NewTrackingId(), 1, 2, 1), token)).Code);
        Assert.Equal(403, (await tenant.PaymentTransferAsync(TransferBody(Tenant.NewTrackingId(), 2, 1, 1), token)).Code);
        await tenant.PayAsync(Body(other, 2, 1));
        var cancel = CancelBody(Tenant.NewTrackingId(), own);
        Assert.Equal(201, (await tenant.CancelPaymentAsync(cancel, token)).Code);
        Assert.Equal(200, (await tenant.CancelPaymentAsync(cancel, token)).Code);
        Assert.Equal(403, (await tenant.CancelPaymentAsync(cancel, ForgedTokens.Header(ForgedTokens.Token(tenant.Org, 2)))).Code);
        Assert.Equal(403, (await tenant.CancelPaymentAsync(CancelBody(Tenant.NewTrackingId(), other), token)).Code);
    }
}
