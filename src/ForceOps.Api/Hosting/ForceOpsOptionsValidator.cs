using System.ComponentModel.DataAnnotations;
using ForceOps.Api.Http;
using ForceOps.Api.Pismo;
using Microsoft.Extensions.Options;

namespace ForceOps.Api.Hosting;

/// <summary>
/// Validates nested options too, since data annotations do not look into nested objects, and names each wrong setting as
/// configuration writes it.
/// </summary>
internal sealed class ForceOpsOptionsValidator : IValidateOptions<ForceOpsOptions>
{
    public ValidateOptionsResult Validate(string? name, ForceOpsOptions options)
    {
        var errors = Errors("ForceOps", options)
            .Concat(Errors("ForceOps:Ledger", options.Ledger))
            .Concat(Errors("ForceOps:Delayed", options.Delayed))
            .Concat(Errors("ForceOps:Accounts", options.Accounts))
            .Concat(Errors("ForceOps:Pismo", options.Pismo))
            .Concat(Errors("ForceOps:Bluefin", options.Bluefin))
            .Concat(options.Bluefin.Keys.SelectMany((key, i) => Errors($"ForceOps:Bluefin:Keys:{i}", key)))
            .Concat(Errors("ForceOps:Fiserv", options.Fiserv))
            .Concat(options.Fiserv.Keys.SelectMany((key, i) => Errors($"ForceOps:Fiserv:Keys:{i}", key)))
            .Concat(Errors("ForceOps:Tokens", options.Tokens))
            .Concat(Errors("ForceOps:Events", options.Events))
            .Concat(Errors("ForceOps:Webhooks", options.Webhooks))
            .Concat(Errors("ForceOps:Snapshots", options.Snapshots))
            .Concat(Errors("ForceOps:Telemetry", options.Telemetry))
            .Concat(Errors("ForceOps:Faults", options.Faults))
            .Concat(Errors("ForceOps:Journal", options.Journal))
            .Concat(Errors("ForceOps:Sandbox", options.Sandbox))
            .Concat(options.Keys.SelectMany((key, i) => Errors($"ForceOps:Keys:{i}", key)))
            .Concat(options.Telemetry is { Endpoint.Length: > 0, EndpointUrl: null } ? ["ForceOps:Telemetry:Endpoint: must be an http or https address"] : [])
            .Concat(StrictErrors(options))
            .ToList();
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    /// <summary>
    /// Returns an error for each published demo secret, because such a secret must not protect anything in strict mode.
    /// </summary>
    private static IEnumerable<string> StrictErrors(ForceOpsOptions options)
    {
        if (options.Mode != ForceOpsMode.Strict)
            yield break;
        if (options.Tokens.SigningKey is null or TokensOptions.DemoSigningKey)
            yield return "ForceOps:Tokens:SigningKey: strict mode needs a signing key of its own, not the published demo key";
        if (options.Keys.Any(key => string.Equals(key.ServerKey, ApiKey.Demo.ServerKey, StringComparison.Ordinal)))
            yield return "ForceOps:Keys: strict mode does not start with the published demo key";
    }

    private static List<string> Errors(string section, object options)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return [.. results.Select(result => $"{section}: {result.ErrorMessage}")];
    }
}
