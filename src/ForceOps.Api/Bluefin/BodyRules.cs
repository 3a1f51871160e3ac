using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using FluentValidation;

namespace ForceOps.Api.Bluefin;

/// <summary>Defines the rules that several request bodies share.</summary>
internal static class BodyRules
{
    private const int DescriptionLengthMax = 255;

    /// <summary>All profiles of the platform (point-of-sale-profiles).</summary>
    internal static readonly string[] AllProfiles =
        ["ATTENDED_ON_PREM_POS", "UNATTENDED_ON_PREM_POS", "ATTENDED_OFF_PREM_POS", "MOTO", "P2PE_MOTO", "ECOMMERCE", "SERVER", "ACH"];

    internal static readonly string[] CardNotPresentProfiles = ["MOTO", "ECOMMERCE", "SERVER", "ACH"];

    internal static void MustBeProfile<T>(this IRuleBuilder<T, string?> rule, string[] values) => rule
        .NotNull().WithMessage("is required")
        .Must(text => text is null || values.Contains(text, StringComparer.Ordinal))
        .WithMessage($"must be one of {string.Join(", ", values)}").OverridePropertyName("posProfile");

    internal static void MustBeDescription<T>(this IRuleBuilder<T, string?> rule) => rule
        .Must(text => text is null || (CodePoints.Count(text) <= DescriptionLengthMax && !text.Any(char.IsControl)))
        .WithMessage($"must be at most {DescriptionLengthMax} characters without control characters").OverridePropertyName("description");

    /// <summary>Checks the members of a trace that come back: they are stored, so they have a length.</summary>
    internal static void MustBeTrace<T>(this IRuleBuilder<T, TraceRequest?> rule) => rule.Custom((trace, context) =>
    {
        foreach (var (name, text) in ((string, string?)[])[("source", trace?.Source), ("customId", trace?.CustomId)])
        {
            if (text is not null && (CodePoints.Count(text) > DescriptionLengthMax || text.Any(char.IsControl)))
                context.AddFailure($"trace.{name}", $"must be at most {DescriptionLengthMax} characters without control characters");
        }
    });

    /// <summary>Refuses every unknown member, because PayConex refuses unknown members (A8).</summary>
    internal static void MustBeEmpty<T>(this IRuleBuilder<T, IDictionary<string, JsonElement>?> rule) => rule.Custom((others, context) =>
    {
        foreach (var name in others?.Keys ?? [])
            context.AddFailure(name, $"Payload schema violation: property \"{name}\" is unsupported");
    });

    internal static void MustBeAmounts<T>(this IRuleBuilder<T, AmountsRequest?> rule) => rule.Custom((amounts, context) =>
    {
        if (amounts is null)
            return;
        if (amounts.Total is null)
            context.AddFailure("amounts.total", "is required");
        else if (!BluefinSum.TryParse(amounts.Total, out var total) || total == 0)
            context.AddFailure("amounts.total", "must be a text with a sum greater than 0 and at most two decimals");
        if (amounts.Currency is not "USD")
            context.AddFailure("amounts.currency", amounts.Currency is null ? "is required" : "must be USD");
        (string Name, string? Sum)[] parts =
            [("gratuity", amounts.Gratuity), ("cashback", amounts.Cashback), ("surcharge", amounts.Surcharge),
                ("additionalFee", amounts.AdditionalFee)];
        foreach (var (name, part) in parts)
        {
            if (part is not null && !BluefinSum.TryParse(part, out _))
                context.AddFailure($"amounts.{name}", "must be a text with a sum of at most two decimals");
        }
    });

    internal static void MustBeAddress<T>(this IRuleBuilder<T, AddressRequest?> rule, string path, bool isShipping) =>
        rule.Custom((address, context) =>
    {
        if (address is null)
            return;
        var required = new List<(string, string?)>
        {
            ("address1", address.Address1), ("city", address.City), ("state", address.State), ("country", address.Country),
        };
        if (isShipping)
            required.Add(("recipient", address.Recipient));
        foreach (var (name, value) in required)
        {
            if (string.IsNullOrEmpty(value))
                context.AddFailure($"{path}.{name}", "is required");
        }
    });

    internal static void MustBeCustomer<T>(this IRuleBuilder<T, CustomerRequest?> rule) => rule.Custom((customer, context) =>
    {
        if (customer?.Name is { } name && (CodePoints.Count(name) > 100 || name.Any(char.IsControl)))
            context.AddFailure("customer.name", "must be at most 100 characters");
        if (customer?.Phone is { } phone && (phone.Length is < 7 or > 17 || phone[0] != '+' || !phone.Skip(1).All(char.IsAsciiDigit)))
            context.AddFailure("customer.phone", "must be + and 6 to 16 digits");
    });
}

/// <summary>Reads and writes sums as texts: <c>5</c> and <c>5.00</c> are both read, two decimals are always written.</summary>
internal static partial class BluefinSum
{
    internal static bool TryParse(string? text, out decimal sum)
    {
        sum = 0;
        return text is not null && Form().IsMatch(text)
            && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out sum);
    }

    internal static string Write(decimal sum) => sum.ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>Writes a sum; null for 0, so that the answer leaves the member out (projection).</summary>
    internal static string? WriteUnlessZero(decimal sum) => sum == 0 ? null : Write(sum);

    /// <summary>The form of a sum, for the document: up to 13 digits, and at most two decimals.</summary>
    internal const string Pattern = @"^[0-9]{1,13}(\.[0-9]{1,2})?$";

    [GeneratedRegex(@"^[0-9]{1,13}(\.[0-9]{1,2})?\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
