using ForceOps.Postgres;

namespace ForceOps.Api.Sandbox;

/// <summary>From the body of an account to what the books are asked to change.</summary>
internal static class AccountBodyReading
{
    internal static bool TryRead(AccountBody body, out AccountChange change, out IResult? error)
    {
        change = new AccountChange();
        error = FirstError(body);
        if (error is not null)
            return false;
        change = new AccountChange
        {
            Kind = body.Kind is null ? null : StoredText.ToAccountKind(body.Kind),
            Status = body.Status is null ? null : StoredText.ToAccountStatus(body.Status),
            Processing = body.Processing is null ? null : StoredText.ToAccountProcessing(body.Processing),
            Currency = body.Currency is null ? null : Currency.Parse(body.Currency),
            CreditLimit = body.CreditLimit,
            SetsLimits = body.Limits is not null,
            LimitPerOperation = body.Limits?.PerOperation,
            LimitPerDay = body.Limits?.PerDay,
        };
        return true;
    }

    private static IResult? FirstError(AccountBody body) => body switch
    {
        { Kind: not (null or "customer" or "merchant") } => SandboxProblem.Invalid("kind", "must be customer or merchant"),
        { Status: not (null or "active" or "blocked" or "canceled") } => SandboxProblem.Invalid("status", "must be active, blocked or canceled"),
        { Processing: not (null or "normal" or "delayed") } => SandboxProblem.Invalid("processing", "must be normal or delayed"),
        { Currency: { } code } when !Currency.TryParse(code, out _) => SandboxProblem.Invalid("currency", "must be a currency of ISO 4217"),
        { CreditLimit: { } limit } when !IsLimit(limit) => SandboxProblem.Invalid("credit_limit", "must be 0 or an amount"),
        { Limits.PerOperation: { } limit } when !IsLimit(limit) => SandboxProblem.Invalid("limits.per_operation", "must be 0 or an amount"),
        { Limits.PerDay: { } limit } when !IsLimit(limit) => SandboxProblem.Invalid("limits.per_day", "must be 0 or an amount"),
        _ => null,
    };

    private static bool IsLimit(decimal limit) => limit == 0 || Amount.TryCreate(limit, out _);
}
