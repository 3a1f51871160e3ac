using System.ComponentModel.DataAnnotations;
using ForceOps.Api.Http;

namespace ForceOps.Api.Bluefin;

/// <summary>Holds sums as texts, in major units with at most two decimals.</summary>
internal sealed class AmountsRequest
{
    /// <summary>The total, greater than 0.</summary>
    [Required]
    [RegularExpression(BluefinSum.Pattern)]
    public string? Total { get; init; }

    /// <summary>The currency, always USD.</summary>
    [Required]
    [AllowedValues("USD")]
    public string? Currency { get; init; }

    /// <summary>The gratuity, a part of the total (decision); cashback, surcharge and additionalFee are parts of the total, too.</summary>
    [RegularExpression(BluefinSum.Pattern)]
    public string? Gratuity { get; init; }

    [RegularExpression(BluefinSum.Pattern)]
    public string? Cashback { get; init; }
    [RegularExpression(BluefinSum.Pattern)]
    public string? Surcharge { get; init; }
    [RegularExpression(BluefinSum.Pattern)]
    public string? AdditionalFee { get; init; }
}

/// <summary>
/// Holds a billing or shipping address; address1, city, state and country are required, and the recipient for a shipping address.
/// </summary>
internal sealed class AddressRequest
{
    public string? Recipient { get; init; }
    public string? RecipientPhone { get; init; }
    [Required]
    public string? Address1 { get; init; }
    public string? Address2 { get; init; }
    [Required]
    public string? City { get; init; }
    [Required]
    public string? State { get; init; }
    public string? Zip { get; init; }
    [Required]
    public string? Country { get; init; }
    public string? Company { get; init; }
}

internal sealed class CredentialOnFileRequest
{
    /// <summary>The initiator of the transaction: CUSTOMER or MERCHANT.</summary>
    [AllowedValues("CUSTOMER", "MERCHANT")]
    public string? TransactionInitiator { get; init; }

    /// <summary>The use of the stored credential: INITIAL or SUBSEQUENT.</summary>
    [AllowedValues("INITIAL", "SUBSEQUENT")]
    public string? StoredCredentialIndicator { get; init; }

    /// <summary>The schedule of the transaction: SCHEDULED or UNSCHEDULED.</summary>
    [AllowedValues("SCHEDULED", "UNSCHEDULED")]
    public string? ScheduleIndicator { get; init; }
}

internal sealed class CustomerRequest
{
    /// <summary>The name, at most 100 characters.</summary>
    [StringLength(100)]
    public string? Name { get; init; }

    public string? Email { get; init; }

    /// <summary>The phone number: <c>+</c> and 6 to 16 digits.</summary>
    [RegularExpression(@"^\+[0-9]{6,16}$")]
    public string? Phone { get; init; }

    public AddressRequest? BillingAddress { get; init; }
}

internal sealed class TraceRequest
{
    public string? Cashier { get; init; }
    public string? ClientIp { get; init; }
    public string? SourceIp { get; init; }
    public string? Source { get; init; }
    public string? CustomId { get; init; }
    public string? Timestamp { get; init; }
    public IReadOnlyList<string>? Tags { get; init; }
    public RawObject? GpsLocation { get; init; }
}
