using System.Numerics;
using System.Text.Json;
using ForceOps.Api.Tests.Service;
using ForceOps.Postgres.Schema;

namespace ForceOps.Api.Tests.Model;

/// <summary>What the contract makes of the rules' outcome, and whether the service answered just that.</summary>
internal static class ModelAnswer
{
    /// <summary>The first difference; null when the answer is the outcome's.</summary>
    internal static string? DifferenceTo(Outcome outcome, Operation operation, Answer answer, ModelIds ids)
    {
        var (status, code) = Expected(outcome, operation);
        var isPayment = IsPayment(operation) && answer.Code < 300 && outcome is not Outcome.Delayed;
        if (answer.Code != status || !string.Equals(isPayment ? DenialCodeOf(answer) : answer.ErrorCode, code, StringComparison.Ordinal))
            return $"expected {status} {code}";
        if (isPayment)
            return ModelPaymentAnswer.DifferenceTo(outcome, operation, answer.Json, ids);
        return outcome switch
        {
            Outcome.Accepted accepted =>
                Differs("tracking_id", operation.TrackingId.Text, answer.Json.GetProperty("tracking_id").GetString())
                    ?? Take(accepted, operation, answer.Json, ids),
            Outcome.Duplicate duplicate => DifferenceTo(duplicate, answer, ids),
            Outcome.Delayed => Differs("tracking_id", operation.TrackingId.Text, answer.Json.GetProperty("tracking_id").GetString()),
            Outcome.TakenByDelayed => Differs("replay", "different", answer.Header("x-forceops-replay")),
            Outcome.Rejected { Latest: { } latest } => Differs("latest cancellation", ids.ServiceIdOf(latest.Id), EarlierId(answer.Json)),
            Outcome.Rejected => null,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    internal static (int Status, string? Code) Expected(Outcome outcome, Operation operation) => outcome switch
    {
        Outcome.Accepted accepted when IsPayment(operation) => (201, NameOf(accepted.Denial?.Error)),
        Outcome.Accepted => (operation is Force or Transfer or HoldFunds or TransferHold ? 201 : 200, null),
        Outcome.Duplicate { Difference: RequestFields.None } repeat when IsPayment(operation) => (200, NameOf(repeat.Earlier.Denied)),
        Outcome.Duplicate => (409, "TRACKING_ID_IN_USE"),
        Outcome.Delayed => (202, "PROCESSING_DELAYED"),
        Outcome.TakenByDelayed => (409, "TRACKING_ID_IN_USE"),
        Outcome.Rejected { Error: LedgerError.AccountNotFound } when IsPayment(operation) => (201, "ACCOUNT_NOT_FOUND"),
        Outcome.Rejected rejected => Expected(rejected.Error),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static bool IsPayment(Operation operation) =>
        operation is Payment or PaymentTransfer or CancelPayment or PreAuthorization or ConfirmPayment;

    private static string? NameOf(LedgerError? error) => error is { } known ? ColumnText.Of(known) : null;

    private static string? DenialCodeOf(Answer answer) =>
        answer.Json.TryGetProperty("denial_code", out var code) ? code.GetString() : null;

    /// <summary>Contract sections 2 to 5 and 9, written down a second time on purpose.</summary>
    private static (int Status, string Code) Expected(LedgerError error) => error switch
    {
        LedgerError.AuthorizationNotFound => (404, "AUTHORIZATION_NOT_FOUND"),
        LedgerError.AccountOutOfReach => (403, "FORBIDDEN"),
        LedgerError.AlreadyCanceled => (409, "ALREADY_CANCELED"),
        LedgerError.AlreadyConfirmed => (409, "ALREADY_CONFIRMED"),
        LedgerError.AcquirerTimedOut => (503, "ACQUIRER_TIMEOUT"),
        LedgerError.IdentifiersDisagree or LedgerError.ProcessingCodeMismatch or LedgerError.TooManyDecimals => (400, "INVALID_FIELD"),
        LedgerError.NotAForcedOperation => (400, "NOT_A_FORCED_OPERATION"),
        LedgerError.NotATransfer => (400, "NOT_A_TRANSFER"),
        LedgerError.NotAHold => (400, "NOT_A_HOLD"),
        LedgerError.NotAPayment => (400, "NOT_A_PAYMENT"),
        LedgerError.NotAPreAuthorization => (400, "NOT_A_PRE_AUTHORIZATION"),
        LedgerError.AccountNotFound => (400, "ACCOUNT_NOT_FOUND"),
        LedgerError.ProcessingCodeNotFound => (400, "PROCESSING_CODE_NOT_FOUND"),
        LedgerError.CurrencyMismatch => (400, "CURRENCY_MISMATCH"),
        LedgerError.ValueDateInFuture => (400, "VALUE_DATE_IN_FUTURE"),
        LedgerError.OriginalAuthorizationNotFound => (400, "ORIGINAL_AUTHORIZATION_NOT_FOUND"),
        LedgerError.AmountExceedsRemaining => (400, "AMOUNT_EXCEEDS_REMAINING"),
        LedgerError.AccountNotActive => (400, "ACCOUNT_NOT_ACTIVE"),
        LedgerError.InsufficientFunds => (400, "INSUFFICIENT_FUNDS"),
        LedgerError.LimitExceeded or LedgerError.BalanceOutOfRange => (400, "LIMIT_EXCEEDED"),
        LedgerError.AcquirerDeclined => (400, "ACQUIRER_DECLINED"),
        LedgerError.AlreadySettled => (409, "ALREADY_SETTLED"),
        LedgerError.NotYetSettled => (409, "NOT_YET_SETTLED"),
    };

    private static string? DifferenceTo(Outcome.Duplicate duplicate, Answer answer, ModelIds ids)
    {
        var (count, message) = (BitOperations.PopCount((uint)duplicate.Difference), answer.Json.GetProperty("message").GetString()!);
        var named = message.Contains("differs from that one in: ", StringComparison.Ordinal)
            ? message.Split("in: ")[^1].Split(", ").Length
            : 0;
        return Differs("replay", count == 0 ? "same" : "different", answer.Header("x-forceops-replay"))
            ?? Differs("fields that differ", count, named)
            ?? Differs("earlier authorization", ids.ServiceIdOf(duplicate.Earlier.Id), EarlierId(answer.Json));
    }

    /// <summary>Notes the ids of what was posted.</summary>
    private static string? Take(Outcome.Accepted accepted, Operation operation, JsonElement json, ModelIds ids)
    {
        if (operation is Force or CancelForce)
        {
            ids.Add(accepted.Authorization, json.GetProperty("authorization_id").GetInt64());
            return null;
        }
        if (operation is HoldFunds or ReleaseHold or TransferHold or CancelHoldTransfer)
        {
            // The answer names the side of the account whose money is held; the ids of a pair follow each other, the giving side first.
            var id = json.GetProperty("authorization_id").GetInt64();
            var owner = operation is CancelHoldTransfer && accepted.Counterpart is not null ? id - 1 : id;
            ids.Add(accepted.Authorization, owner);
            if (accepted.Counterpart is { } other)
                ids.Add(other, owner + 1);
            return null;
        }
        foreach (var impact in new[] { BalanceImpact.Debit, BalanceImpact.Credit })
        {
            var side = new[] { accepted.Authorization, accepted.Counterpart }.SingleOrDefault(one => one?.Impact == impact);
            var id = json.GetProperty("authorization_ids").GetProperty(impact == BalanceImpact.Debit ? "debit" : "credit");
            var absent = operation is Transfer ? id.ValueKind == JsonValueKind.Null : id.GetInt64() == 0;
            if (Differs($"{impact} absent", side is null, absent) is { } difference)
                return difference;
            if (side is not null)
                ids.Add(side, id.GetInt64());
        }
        return operation is Transfer
            ? Differs("authorization_id", ids.ServiceIdOf(accepted.Authorization.Id), json.GetProperty("authorization_id").GetInt64())
                ?? Differs("available_credit_limit", accepted.Available, json.GetProperty("available_credit_limit").GetDecimal())
            : null;
    }

    /// <summary>The authorization that a 409 names, in whichever of its three forms.</summary>
    private static long? EarlierId(JsonElement json)
    {
        if (json.TryGetProperty("authorizations", out var earlier))
            return earlier.GetProperty("authorization_id").GetInt64();
        if (!json.TryGetProperty("authorization_ids", out var sides))
            return json.GetProperty("authorization_id").GetInt64();
        var debit = sides.GetProperty("debit").GetInt64();
        return debit != 0 ? debit : sides.GetProperty("credit").GetInt64();
    }

    internal static string? Differs<T>(string what, T expected, T actual) =>
        EqualityComparer<T>.Default.Equals(expected, actual) ? null : $"expected {what} {expected}, got {actual}";
}
