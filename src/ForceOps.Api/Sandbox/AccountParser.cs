using ForceOps.Api.Access;
using ForceOps.Postgres.Orgs;

namespace ForceOps.Api.Sandbox;

/// <summary>Translates the body of an account request into the change that the database is to make.</summary>
internal static class AccountParser
{
    internal static bool TryRead(AccountRequest body, out AccountChange change, out IResult? error)
    {
        change = new AccountChange();
        error = FirstError(body);
        if (error is not null)
            return false;
        change = new AccountChange
        {
            Kind = AccountWords.Kinds.Find(body.Kind),
            Status = AccountWords.StatusOf(body.Status),
            Processing = AccountWords.Processings.Find(body.Processing),
            Currency = body.Currency is null ? null : Currency.Parse(body.Currency),
            CreditLimit = body.CreditLimit,
            Fees = body.Fees?.ToDictionary(fee => ProcessingCode.Parse(fee!.Code!), fee => fee!.ToRule()),
            SetsLimits = body.Limits is not null,
            LimitPerOperation = body.Limits?.PerOperation,
            LimitPerDay = body.Limits?.PerDay,
            Profile = body.Profile?.ToStored(),
        };
        return true;
    }

    private static IResult? FirstError(AccountRequest body) => body switch
    {
        { Kind: { } kind } when AccountWords.Kinds.Find(kind) is null => SandboxProblem.Invalid("kind", AccountWords.Kinds.Rule),
        { Status: { } status } when AccountWords.StatusOf(status) is null => SandboxProblem.Invalid("status", AccountWords.StatusRule),
        { Processing: { } processing } when AccountWords.Processings.Find(
            processing) is null => SandboxProblem.Invalid("processing", AccountWords.Processings.Rule),
        { Currency: { } code } when !Currency.TryParse(code, out _) => SandboxProblem.Invalid("currency", "must be a currency of ISO 4217"),
        { CreditLimit: { } limit } when !IsLimit(limit) => SandboxProblem.Invalid("credit_limit", "must be 0 or an amount"),
        { Fees: { } fees } when AccountFeeRequest.FirstError(fees) is { } wrong => wrong,
        { Limits.PerOperation: { } limit } when !IsLimit(limit) => SandboxProblem.Invalid("limits.per_operation", "must be 0 or an amount"),
        { Limits.PerDay: { } limit } when !IsLimit(limit) => SandboxProblem.Invalid("limits.per_day", "must be 0 or an amount"),
        { Profile: { } profile } when profile.Problem() is var (member, why) => SandboxProblem.Invalid($"profile.{member}", why),
        _ => null,
    };

    private static bool IsLimit(decimal limit) => limit == 0 || Amount.TryCreate(limit, out _);
}
