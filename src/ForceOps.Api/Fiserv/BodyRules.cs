using FluentValidation;

namespace ForceOps.Api.Fiserv;

/// <summary>Holds rules that several request bodies share. The error code of each finding is the vendor's.</summary>
internal static class BodyRules
{
    internal static IRuleBuilderOptions<T, TProperty> As<T, TProperty>(
        this IRuleBuilderOptions<T, TProperty> rule, string code, string path) =>
        rule.WithErrorCode(code).WithMessage(FiservErrors.TextOf(code)).OverridePropertyName(path);

    internal static IRuleBuilderOptions<T, string?> MustBeId<T>(this IRuleBuilder<T, string?> rule, int lengthMax, string path) =>
        rule.Must(text => text is null || FiservText.IsId(text, lengthMax)).As("123", path);

    /// <summary>
    /// Adds the rules of an amount: it has a total above 0 and a currency of ISO 4217, and the total has no more decimals than
    /// the currency.
    /// </summary>
    internal static void AddAmountRules<T>(
        this AbstractValidator<T> validator, System.Linq.Expressions.Expression<Func<T, AmountRequest?>> amount, bool required)
    {
        validator.RuleFor(amount).Custom((value, context) =>
        {
            if (value is null && !required)
                return;
            if (value?.Total is not { } total)
                Add("107", "amount.total");
            else if (total <= 0)
                Add("836", "amount.total");
            else if (!Amount.TryCreate(total, out _) || (Currency.TryParse(value.Currency, out var known) && !known.Fits(total)))
                Add("105", "amount.total");
            if (value?.Currency is null)
                Add("107", "amount.currency");
            else if (!Currency.TryParse(value.Currency, out _) || !value.Currency.All(char.IsAsciiLetterUpper))
                Add("105", "amount.currency");

            void Add(string code, string path) =>
                context.AddFailure(new FluentValidation.Results.ValidationFailure(path, FiservErrors.TextOf(code)) { ErrorCode = code });
        });
    }

    internal static void AddMerchantRules<T>(
        this AbstractValidator<T> validator, System.Linq.Expressions.Expression<Func<T, MerchantDetailsRequest?>> merchant,
        bool withTerminal)
    {
        validator.RuleFor(merchant).Must(value => !string.IsNullOrEmpty(value?.MerchantId)).As("107", "merchantDetails.merchantId");
        validator.RuleFor(merchant).Must(value => IsIdOrEmpty(value?.MerchantId)).As("123", "merchantDetails.merchantId");
        validator.RuleFor(merchant).Must(value => !withTerminal
            || !string.IsNullOrEmpty(value?.TerminalId)).As("107", "merchantDetails.terminalId");
        validator.RuleFor(merchant).Must(value => IsIdOrEmpty(value?.TerminalId)).As("123", "merchantDetails.terminalId");
    }

    private static bool IsIdOrEmpty(string? text) => string.IsNullOrEmpty(text) || FiservText.IsId(text, FiservText.MerchantIdLengthMax);
}

/// <summary>Finds the brand of a card number in the ranges that the card networks publish.</summary>
internal static class CardScheme
{
    /// <summary>The vendor's test card that belongs to no brand (error 104), although its number looks like one of VISA.</summary>
    private const string Unassignable = "4000300011112220";

    /// <summary>Returns the brand of a card number; null when the number is in no brand's range.</summary>
    internal static string? Of(string number)
    {
        if (number.Length < 12 || number is Unassignable)
            return null;
        var (two, three, four) = (int.Parse(number[..2]), int.Parse(number[..3]), int.Parse(number[..4]));
        return number[0] == '4' ? "VISA"
            : two is >= 51 and <= 55 || four is >= 2221 and <= 2720 ? "MASTERCARD"
            : two is 34 or 37 ? "AMEX"
            : four == 6011 || two == 65 || three is >= 644 and <= 649 ? "DISCOVER"
            : four is >= 3528 and <= 3589 ? "JCB"
            : two is 36 or 38 or 39 || three is >= 300 and <= 305 ? "DINERS"
            : null;
    }
}
