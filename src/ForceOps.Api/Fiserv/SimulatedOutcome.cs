using ForceOps.Api.Http;

namespace ForceOps.Api.Fiserv;

/// <summary>
/// Holds what a forced post asks of the vendor's simulator, by a requested code or by its total. At most one of the codes is set; none is
/// set when the sale is simply approved.
/// </summary>
/// <param name="DeclineCode">The response code of a decline as it was asked for, 1 to 6 digits.</param>
/// <param name="ErrorCode">The code of an error as it was asked for, 3 to 6 digits.</param>
/// <param name="VerificationCode">The last three digits of a total that chooses a verification result.</param>
internal readonly record struct SimulatedOutcome(string? DeclineCode, string? ErrorCode, string? VerificationCode)
{
    /// <summary>The vendor's lowest error code. The codes of the response table are below it.</summary>
    private const int ErrorCodeMin = 100;

    /// <summary>
    /// Reads the outcome from a valid request. A requested code decides alone, and one of zeros only approves. Else a whole total from
    /// 5001 to 5999 declines (archived page Test-Declines), unless it chooses a verification result (page Simulator-Scripts).
    /// </summary>
    internal static SimulatedOutcome Of(ForcedPostRequest body)
    {
        if (body.AdditionalDataCommon?.AdditionalData?.RequestedTestResponseCode is { } requested)
        {
            return int.Parse(requested) switch
            {
                0 => default,
                < ErrorCodeMin => new(requested, null, null),
                _ => new(null, requested, null),
            };
        }
        var total = body.Amount!.Total!.Value;
        if (!CardDeclines.Includes(total))
            return default;
        var whole = (int)total;
        var code = (whole % 1000).ToString("D3");
        return SimulatedVerification.IsChosenBy(whole) ? new(null, null, code) : new(code, null, null);
    }
}

/// <summary>
/// Makes the verification results that totals choose (page Simulator-Scripts). A result that the total does not choose is that of the
/// page's rows "Any other amount", since the texts above the page's tables leave two values open.
/// </summary>
internal static class SimulatedVerification
{
    private const string Matched = "MATCHED";

    /// <summary>
    /// Returns true for the whole totals 5070 to 5075 (security code), 5080 to 5088 (address) and 5091 to 5098 (name, AMEX only).
    /// </summary>
    internal static bool IsChosenBy(int total) => total is (>= 5070 and <= 5075) or (>= 5080 and <= 5088) or (>= 5091 and <= 5098);

    /// <param name="code">The last three digits of the total.</param>
    /// <param name="scheme">The card's brand; null when it is unknown.</param>
    internal static BankAssociationResponse Of(string code, string? scheme)
    {
        var (street, postal) = AddressOf(code);
        var (securityCode, letter) = SecurityCodeOf(code);
        return new(new AvsSecurityCodeResponse(street, postal, securityCode, new AssociationResponse(letter, NameOf(code, scheme))));
    }

    private static (string Street, string Postal) AddressOf(string code) => code switch
    {
        "080" or "085" => (Matched, Matched),
        "081" => ("NOT_MATCHED", Matched),
        "082" => ("NOT_CHECKED", Matched),
        "083" => ("NO_INPUT_DATA", Matched),
        "086" => (Matched, "NOT_MATCHED"),
        "087" => (Matched, "NOT_CHECKED"),
        "088" => (Matched, "NO_INPUT_DATA"),
        // The page has no row for 5084.
        _ => ("NONE", Matched),
    };

    /// <summary>Returns the result and the letter of the card network for it (page Security-Code), which real clients read.</summary>
    private static (string Match, string Letter) SecurityCodeOf(string code) => code switch
    {
        "070" => (Matched, "M"),
        "071" => ("NOT_MATCHED", "N"),
        "072" => ("NOT_PROCESSED", "P"),
        "073" => ("NOT_PRESENT", "S"),
        "074" => ("NOT_CERTIFIED", "U"),
        _ => ("NOT_CHECKED", "X"),
    };

    /// <summary>Returns the name's result, a digit from 1 to 8. The page says that only AMEX has one.</summary>
    private static string? NameOf(string code, string? scheme) => scheme is "AMEX" && code[1] == '9' ? code[2..] : null;
}
