using System.Globalization;
using System.Text.Json;
using ForceOps.Api.Fiserv;
using ForceOps.Api.Tests.Fiserv;
using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Model;

/// <summary>A request of a card dialect, which looks a sale up before it hands anything to the rules, and what is answered to it.</summary>
internal abstract record ModelCardRequest(string Path, string Body, Operation Operation) : ModelRequest(Path, Body, Operation)
{
    /// <summary>The merchant's account, which alone the caller reaches.</summary>
    internal required long Account { get; init; }

    internal override Outcome Decide(LedgerState books, Operation operation)
    {
        if (operation is not CancelForce cancel)
            return Ledger.Decide(books, operation);
        var sale = SaleOf(books, cancel);
        return sale is { IsCancellation: false } && sale.AccountId == Account && sale.Channel == operation.Channel
            ? TakeBack(books, sale, cancel) : new Outcome.Rejected(LedgerError.AuthorizationNotFound);
    }

    private protected virtual Authorization? SaleOf(LedgerState books, CancelForce cancel) =>
        books.FindAuthorization(cancel.AuthorizationId!.Value);

    /// <summary>Returns the first difference of an answer; null when there is none.</summary>
    internal string? DifferenceTo(Outcome outcome, Answer answer)
    {
        var (status, code) = Expected(outcome);
        return answer.Code == status && (status < 400 || string.Equals(CodeOf(answer), code, StringComparison.Ordinal))
            ? null : $"expected {status} {code}";
    }

    /// <summary>Returns the authorization that the answer names, where it names any.</summary>
    internal abstract long? IdIn(Answer answer);

    internal abstract (int Status, string? Code) Expected(Outcome outcome);

    private protected abstract Outcome TakeBack(LedgerState books, Authorization sale, CancelForce cancel);

    private protected abstract string? CodeOf(Answer answer);
}

/// <summary>A request of PayConex: a sale taken back is a void before settlement and a refund afterwards.</summary>
internal sealed record ModelBluefinRequest(string Path, string Body, Operation Operation) : ModelCardRequest(Path, Body, Operation)
{
    /// <summary>The transaction that a refund names. The same id may be one of several merchants.</summary>
    internal string? Transaction { get; init; }

    internal static TrackingId Key(long account, string transaction) => TrackingId.Parse($"bluefin:{account:D12}:{transaction}");

    internal override TrackingId MadeTrackingId(JsonElement answer) => Key(Account, answer.GetProperty("transactionId").GetString()!);

    internal override long? IdIn(Answer answer) => null;

    internal override (int Status, string? Code) Expected(Outcome outcome) => outcome switch
    {
        Outcome.Accepted => (200, null),
        Outcome.Rejected { Error: LedgerError.AuthorizationNotFound } => (404, "40005"),
        Outcome.Duplicate or Outcome.Rejected
        {
            Error: LedgerError.CurrencyMismatch or LedgerError.AlreadyCanceled or LedgerError.AmountExceedsRemaining,
        } => (422, "40001"),
        _ => throw new System.Diagnostics.UnreachableException($"{outcome}"),
    };

    private protected override Authorization? SaleOf(LedgerState books, CancelForce cancel) =>
        books.FindAuthorization(Key(Account, Transaction!));

    private protected override Outcome TakeBack(LedgerState books, Authorization sale, CancelForce cancel)
    {
        cancel = cancel with { AuthorizationId = sale.Id, Settlement = Settlement.Before };
        return Ledger.Decide(books, cancel) is var outcome && outcome is Outcome.Rejected { Error: LedgerError.AlreadySettled }
            ? Ledger.Decide(books, cancel with { Settlement = Settlement.After }) : outcome;
    }

    private protected override string? CodeOf(Answer answer) =>
        answer.Json.GetProperty("errorCode").GetInt32().ToString(CultureInfo.InvariantCulture);
}

/// <summary>A request of Commerce Hub: the first answer again to a repeat.</summary>
internal sealed record ModelFiservRequest(string Path, string Body, Operation Operation) : ModelCardRequest(Path, Body, Operation)
{
    internal bool IsRefund { get; init; }

    /// <summary>The currency that the request names, which is compared with the sale's before the rules are asked.</summary>
    internal string? Currency { get; init; }

    internal override long? IdIn(Answer answer) => FiservId.TransactionOf(answer.TransactionId());

    internal override (int Status, string? Code) Expected(Outcome outcome) => outcome switch
    {
        Outcome.Accepted or Outcome.Duplicate { Difference: RequestFields.None } => (201, null),
        Outcome.Duplicate => (400, "100"),
        Outcome.Rejected rejected => (400, Expected(rejected.Error)),
        _ => throw new System.Diagnostics.UnreachableException($"{outcome}"),
    };

    private string Expected(LedgerError error) => error switch
    {
        LedgerError.AuthorizationNotFound => IsRefund ? "813" : "831",
        LedgerError.CurrencyMismatch => Operation is Force ? "247" : "804",
        LedgerError.AlreadySettled => "829",
        LedgerError.NotYetSettled => "837",
        LedgerError.AlreadyCanceled => IsRefund ? "812" : "833",
        LedgerError.AmountExceedsRemaining => "810",
        _ => throw new System.Diagnostics.UnreachableException($"{error}"),
    };

    private protected override Outcome TakeBack(LedgerState books, Authorization sale, CancelForce cancel) =>
        Currency is null || sale.Currency.Code == Currency
            ? Ledger.Decide(books, cancel) : new Outcome.Rejected(LedgerError.CurrencyMismatch);

    private protected override string? CodeOf(Answer answer) => answer.Json.GetProperty("error")[0].GetProperty("code").GetString();
}
