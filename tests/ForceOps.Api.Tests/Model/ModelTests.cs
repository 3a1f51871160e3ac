using System.Collections.Concurrent;
using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Model;

/// <summary>
/// The service against its own rules: HTTP, queue, batches, SQL and answers must come to what <see cref="Ledger.Decide"/> decides on
/// books in memory. FORCEOPS_SEED draws other sequences.
/// </summary>
public sealed class ModelTests(SharedService shared)
{
    private const int FixedSeed = 20_261_121;
    private static readonly int Sequences = Thorough.Rounds(60, 200);
    private const int StepsEach = 100;

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
    ];

    [Fact]
    public async Task The_service_answers_and_books_what_the_rules_decide()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("FORCEOPS_SEED"), out var given) ? given : FixedSeed;
        var seen = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(Enumerable.Range(0, Sequences), new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (number, _) =>
        {
            await using var tenant = shared.NewTenant();
            await ModelSequence.RunAsync(tenant, seed, number, StepsEach, what => seen.AddOrUpdate(what, 1, (_, count) => count + 1));
        });
        TestContext.Current.SendDiagnosticMessage(
            "{0}", string.Join('\n', seen.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Value,6} {one.Key}")));
        Assert.All(MustBeSeen, what => Assert.True(seen.ContainsKey(what), $"{what} was never seen"));
    }
}
