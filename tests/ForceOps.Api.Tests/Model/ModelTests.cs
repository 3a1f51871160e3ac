using System.Collections.Concurrent;
using System.Globalization;
using ForceOps.Api.Tests.Delayed;
using ForceOps.Api.Tests.Service;
using Xunit.Sdk;

namespace ForceOps.Api.Tests.Model;

/// <summary>
/// The service against its own rules: HTTP, queue, batches, SQL and answers must come to what <see cref="Ledger.Decide"/> decides on
/// books in memory. FORCEOPS_SEED draws other sequences, FORCEOPS_OPERATIONS says how many operations there are.
/// </summary>
[Collection(LateService.Name)]
public sealed class ModelTests(LateService late)
{
    private const int FixedSeed = 20_261_121;
    private const int StepsEach = 100;
    private static readonly int Sequences =
        int.TryParse(Environment.GetEnvironmentVariable("FORCEOPS_OPERATIONS"), CultureInfo.InvariantCulture, out var operations)
            ? operations / StepsEach : Thorough.Rounds(45, 200);

    /// <summary>Enough that batches of several orgs meet, and that no core waits for a commit.</summary>
    private const int AtOnce = 16;

    /// <summary>What a run of this length must have come across, or the sequences are too tame.</summary>
    private static readonly string[] MustBeSeen =
    [
        "Force 201 ", "Force 409 TRACKING_ID_IN_USE", "Force 400 PROCESSING_CODE_NOT_FOUND", "Force 400 CURRENCY_MISMATCH",
        "Force 400 INVALID_FIELD",
        "Force 400 VALUE_DATE_IN_FUTURE", "Force 400 ORIGINAL_AUTHORIZATION_NOT_FOUND", "CancelForce 200 ",
        "CancelForce 404 AUTHORIZATION_NOT_FOUND",
        "CancelForce 409 ALREADY_CANCELED", "CancelForce 409 TRACKING_ID_IN_USE", "CancelForce 400 AMOUNT_EXCEEDS_REMAINING",
        "CancelForce 400 NOT_A_FORCED_OPERATION", "CancelForce 400 INVALID_FIELD", "Transfer 201 ", "Transfer 409 TRACKING_ID_IN_USE",
        "Transfer 400 ACCOUNT_NOT_FOUND", "Transfer 400 ACCOUNT_NOT_ACTIVE", "Transfer 400 INSUFFICIENT_FUNDS",
        "Transfer 400 LIMIT_EXCEEDED",
        "Transfer 400 PROCESSING_CODE_NOT_FOUND", "Transfer 400 CURRENCY_MISMATCH", "Transfer 400 ACQUIRER_DECLINED",
        "Transfer 503 ACQUIRER_TIMEOUT",
        "CancelTransfer 200 ", "CancelTransfer 400 AMOUNT_EXCEEDS_REMAINING", "CancelTransfer 400 NOT_A_TRANSFER",
        "CancelTransfer 404 AUTHORIZATION_NOT_FOUND", "CancelTransfer 409 TRACKING_ID_IN_USE", "CancelTransfer 400 INVALID_FIELD",
        "HoldFunds 201 ", "HoldFunds 400 INSUFFICIENT_FUNDS", "HoldFunds 409 TRACKING_ID_IN_USE", "ReleaseHold 200 ",
        "ReleaseHold 400 AMOUNT_EXCEEDS_REMAINING", "ReleaseHold 400 NOT_A_HOLD", "ReleaseHold 404 AUTHORIZATION_NOT_FOUND",
        "TransferHold 201 ", "TransferHold 400 AMOUNT_EXCEEDS_REMAINING", "CancelHoldTransfer 200 ", "CancelHoldTransfer 400 NOT_A_HOLD",
        "Payment 201 ", "Payment 200 ", "Payment 409 TRACKING_ID_IN_USE", "Payment 201 INSUFFICIENT_FUNDS", "Payment 201 ACCOUNT_NOT_FOUND",
        "PaymentTransfer 201 ", "PaymentTransfer 201 CURRENCY_MISMATCH", "CancelPayment 201 ", "CancelPayment 200 ",
        "CancelPayment 201 NOT_A_PAYMENT", "CancelPayment 201 AMOUNT_EXCEEDS_REMAINING", "CancelPayment 404 AUTHORIZATION_NOT_FOUND",
        "PreAuthorization 201 ", "PreAuthorization 200 ", "PreAuthorization 201 INSUFFICIENT_FUNDS", "ConfirmPayment 201 ",
        "ConfirmPayment 200 ", "ConfirmPayment 201 ALREADY_CONFIRMED", "ConfirmPayment 201 ALREADY_CANCELED",
        "ConfirmPayment 201 NOT_A_PRE_AUTHORIZATION", "ConfirmPayment 201 INSUFFICIENT_FUNDS", "ConfirmPayment 400 INVALID_FIELD",
        "ConfirmPayment 404 AUTHORIZATION_NOT_FOUND", "CancelPayment 201 ALREADY_CONFIRMED",
        "Bluefin Force 200 ", "Bluefin Force 422 40001", "Bluefin CancelForce 200 ", "Bluefin CancelForce 404 40005",
        "Bluefin CancelForce 422 40001", "Fiserv Force 201 ", "Fiserv Force 400 100", "Fiserv Force 400 247", "Fiserv CancelForce 201 ",
        "Fiserv CancelForce 400 810", "Fiserv CancelForce 400 829", "Fiserv CancelForce 400 837", "Fiserv CancelForce 400 831",
        "Fiserv CancelForce 400 833", "Fiserv CancelForce 400 804", "Settle 200 ",
        "Force 202 PROCESSING_DELAYED", "Transfer 202 PROCESSING_DELAYED", "Payment 202 PROCESSING_DELAYED",
        "HoldFunds 202 PROCESSING_DELAYED", "CancelForce 202 PROCESSING_DELAYED",
        "Due Force posted", "Due Force denied", "Due Transfer posted", "Due Transfer denied", "Due Payment posted", "Due HoldFunds posted",
        "Clock 200 ", "Snapshot 20x ", "Restore 200 ", "Restore 404 ", "Reset 200 ", "Lost request of Force 201 ",
        "Refused once: Force 201 ",
        "Lost answer of Force 409 TRACKING_ID_IN_USE", "Lost answer of CancelForce 409 TRACKING_ID_IN_USE",
        "Lost answer of Transfer 409 TRACKING_ID_IN_USE", "Lost answer of Payment 200 ",
    ];

    [Fact]
    public async Task The_service_answers_and_books_what_the_rules_decide()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("FORCEOPS_SEED"), out var given) ? given : FixedSeed;
        var seen = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Sequences), new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (number, _) => await PlayAsync(
                ModelSequence.Rules, seed, number, what => seen.AddOrUpdate(what, 1, (_, count) => count + 1)));
        TestContext.Current.SendDiagnosticMessage(
            "{0}", string.Join('\n', seen.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Value,6} {one.Key}")));
        Assert.All(MustBeSeen, what => Assert.True(seen.ContainsKey(what), $"{what} was never seen"));
    }

    /// <summary>That the comparison sees something, and that what it reports is small enough to be understood.</summary>
    [Fact]
    public async Task A_model_that_forgets_fees_is_caught_and_shown_by_three_steps_at_most()
    {
        var codes = ModelSequence.Rules.Codes.Values.Select(rule => rule with { Fee = null }).ToDictionary(rule => rule.Code);
        var forgetful = new OrgRules(ModelSequence.Rules.Currency, OpenOnFirstUse: true, codes);

        var error = await Assert.ThrowsAnyAsync<XunitException>(() => PlayAsync(forgetful, FixedSeed, 0, _ => { }));

        Assert.Matches("the smallest sequence that fails has [123] of 100 steps", error.Message);
    }

    /// <summary>Plays a sequence; one that fails is made as small as it can be before it is reported.</summary>
    private async Task PlayAsync(OrgRules rules, int seed, int number, Action<string> seen)
    {
        var steps = ModelSequence.Draw(seed, number, StepsEach);
        if (await ErrorAsync(rules, seed, number, steps, seen) is null)
            return;
        var smallest = await SmallestSequence.FindAsync(
            steps, async fewer => await ErrorAsync(rules, seed, number, fewer, _ => { }) is not null);
        var error = await ErrorAsync(rules, seed, number, smallest, _ => { });
        throw new XunitException(
            $"the smallest sequence that fails has {smallest.Count} of {StepsEach} steps\n{error ?? "it did not fail again"}");
    }

    private async Task<string?> ErrorAsync(OrgRules rules, int seed, int number, IReadOnlyList<int> steps, Action<string> seen)
    {
        try
        {
            await using var tenant = late.Service.NewTenant();
            await ModelSequence.PlayAsync(tenant, rules, seed, number, steps, seen);
            return null;
        }
        catch (XunitException error)
        {
            return error.Message;
        }
    }
}
