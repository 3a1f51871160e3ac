using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Serialization;
using ForceOps.Api.Http;
using ForceOps.Postgres.Reads;
using ForceOps.Postgres.Schema;

namespace ForceOps.Api.Events;

/// <summary>
/// Carries the data of "Transaction created": one movement that touches the account (Pismo, transaction-creation-1). The id and the
/// direction are ours.
/// </summary>
/// <param name="Id">The id of the transaction, as the list of the account's transactions shows it.</param>
/// <param name="AccountId">The account whose balance the transaction changed.</param>
/// <param name="AccountingDate">The day of the settlement: the day of the posting in UTC, or the Monday after a weekend.</param>
/// <param name="Amount">The amount; always one, of description TRANSACTION_AMOUNT and above 0.</param>
/// <param name="Authorization">The authorization that the transaction belongs to.</param>
/// <param name="CorrelatedAuthorizationId">The id of the authorization that a cancellation cancels; absent otherwise.</param>
/// <param name="TrackingId">The tracking id of the operation.</param>
/// <param name="ProcessingCode">The processing code of the authorization.</param>
/// <param name="TransactionTypeId">1 for an amount, 2 for a fee, 3 for a canceled amount, 4 for a canceled fee.</param>
/// <param name="Credit">True when the account received the amount.</param>
internal sealed record TransactionData(
    long Id,
    long AccountId,
    [property: DataType(DataType.Date)] string AccountingDate,
    IReadOnlyList<TransactionAmount> Amount,
    TransactionAuthorization Authorization,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? CorrelatedAuthorizationId,
    string TrackingId,
    string ProcessingCode,
    [property: AllowedValues(1, 2, 3, 4)] int TransactionTypeId,
    bool Credit)
{
    internal static TransactionData Of(LedgerEvent change)
    {
        var (row, movement) = (change.Authorization!, change.Movement!);
        return new TransactionData(
            movement.Id, change.AccountId, TransactionFacts.DateOf(row), [new(movement.Amount, row.Currency, "TRANSACTION_AMOUNT")],
            TransactionAuthorization.Of(row), row.ParentId, change.TrackingId, row.ProcessingCode, TransactionFacts.TypeOf(movement),
            movement.CreditAccount == change.AccountId);
    }
}

/// <summary>Carries an amount of a transaction.</summary>
internal sealed record TransactionAmount(
    decimal Value, string Currency, [property: AllowedValues("TRANSACTION_AMOUNT")] string Description);

/// <summary>Names the authorization of a transaction.</summary>
/// <param name="Type">Always PLATFORM: a card network posts nothing here.</param>
/// <param name="Id">The id of the authorization.</param>
/// <param name="Code">Six digits, as in the authorization's own event.</param>
internal sealed record TransactionAuthorization([property: AllowedValues("PLATFORM")] string Type, long Id, string Code)
{
    internal static TransactionAuthorization Of(AuthorizationRow row) => new("PLATFORM", row.Id, PlatformWords.CodeOf(row.Id));
}

/// <summary>Derives what bookkeepers ask for and the ledger does not store (decisions).</summary>
internal static class TransactionFacts
{
    /// <summary>Returns the next business day of a posting: Saturday and Sunday move to Monday, and there are no holidays.</summary>
    internal static string DateOf(AuthorizationRow row)
    {
        var day = DateOnly.FromDateTime(row.EventDate.UtcDateTime);
        return day.AddDays(day.DayOfWeek switch { DayOfWeek.Saturday => 2, DayOfWeek.Sunday => 1, _ => 0 })
            .ToString("O", CultureInfo.InvariantCulture);
    }

    /// <summary>Returns the type of a transaction as a number.</summary>
    internal static int TypeOf(MovementRow movement) => ColumnText.ToMovementKind(movement.Kind) switch
    {
        MovementKind.Principal => 1,
        MovementKind.Fee => 2,
        MovementKind.Reversal => 3,
        MovementKind.FeeReversal => 4,
    };
}
