using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace ForceOps.Api.Hosting;

/// <summary>Data annotations do not look into nested objects by themselves; this does, and names the setting as it is written in configuration.</summary>
internal sealed class ForceOpsOptionsValidator : IValidateOptions<ForceOpsOptions>
{
    public ValidateOptionsResult Validate(string? name, ForceOpsOptions options)
    {
        var errors = Errors("ForceOps", options)
            .Concat(Errors("ForceOps:Ledger", options.Ledger))
            .Concat(Errors("ForceOps:Accounts", options.Accounts))
            .Concat(Errors("ForceOps:Pismo", options.Pismo))
            .ToList();
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static List<string> Errors(string section, object options)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return [.. results.Select(result => $"{section}: {result.ErrorMessage}")];
    }
}
