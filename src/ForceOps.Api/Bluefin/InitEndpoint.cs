using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using FluentValidation;
using ForceOps.Api.Http;
using ForceOps.Api.Journal;
using ForceOps.Postgres.Orgs;
using ForceOps.Postgres.Reads;
using ForceOps.Postgres.Schema;

namespace ForceOps.Api.Bluefin;

/// <summary>Handles <c>POST …/payments/init</c>: creates a transaction id that can be used once.</summary>
internal static class InitEndpoint
{
    internal static async Task<IResult> PostAsync(
        HttpContext http, string accountId, BluefinGate gate, IValidator<InitRequest> validator, Attempts attempts, IdBlocks ids,
        OrgClocks clocks)
    {
        var (call, body, error) = await gate.AdmitAsync<InitRequest>(http, accountId, BluefinScopes.Init);
        if (body is null)
            return error!;
        if (BluefinErrors.Of(validator.Validate(body)) is { } fields)
            return fields;
        var now = await clocks.NowAsync(call.Org);
        var facts = new StoredPayment
        {
            Name = CardNumbers.Hide(body.Customer?.Name),
            Description = CardNumbers.Hide(body.Description),
            TraceSource = CardNumbers.Hide(body.Trace?.Source),
            TraceCustomId = CardNumbers.Hide(body.Trace?.CustomId),
            Init = TraceEntry.Make("init", now),
        };
        while (true)
        {
            var id = await ids.NextAsync();
            var attempt = new AttemptRow
            {
                Id = id,
                TrackingId = TransactionId.Key(call, TransactionId.Write(id)).Text,
                Channel = ColumnText.Of(Channel.Bluefin),
                AccountId = call.AccountId,
                Metadata = BluefinJson.Write(facts),
                CreatedAt = now,
            };
            if (await attempts.AddAsync(call.Org, attempt))
                return JsonResponse.Of(Payments.Of(attempt), BluefinJson.Default.PaymentResponse, statusCode: StatusCodes.Status201Created);
        }
    }
}

/// <summary>Holds the body of <c>POST …/payments/init</c>; every member is optional.</summary>
// Skip replaces the Disallow of the other bodies: Disallow excludes extension data, and extension data serves the same purpose.
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed class InitRequest
{
    /// <summary>The description, at most 255 characters.</summary>
    [StringLength(255)]
    public string? Description { get; init; }

    public CustomerRequest? Customer { get; init; }
    public AddressRequest? ShippingAddress { get; init; }
    public Level2Request? Level2 { get; init; }
    public RawObject? Level3 { get; init; }
    public string? Level3ProfileName { get; init; }
    public IReadOnlyList<RawObject>? Items { get; init; }
    public TraceRequest? Trace { get; init; }

    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; set; }
}

internal sealed class InitValidator : AbstractValidator<InitRequest>
{
    public InitValidator()
    {
        RuleFor(body => body.Others).MustBeEmpty();
        RuleFor(body => body.Description).MustBeDescription();
        RuleFor(body => body.Customer).MustBeCustomer();
        RuleFor(body => body.Trace).MustBeTrace();
        RuleFor(body => body.Customer == null ? null : body.Customer.BillingAddress)
            .MustBeAddress("customer.billingAddress", isShipping: false);
        RuleFor(body => body.ShippingAddress).MustBeAddress("shippingAddress", isShipping: true);
    }
}
