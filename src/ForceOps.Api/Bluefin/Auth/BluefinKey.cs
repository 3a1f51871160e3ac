using ForceOps.Api.Hosting;

namespace ForceOps.Api.Bluefin.Auth;

/// <summary>Who may call.</summary>
internal sealed record BluefinKey(string Id, string Secret, BluefinMethods Methods, IReadOnlyList<string> Scopes, OrgId Org)
{
    internal static BluefinKey Of(BluefinKeyOptions options) =>
        new(options.Id, options.Secret, options.Methods, [.. options.Scopes], OrgId.Parse(options.Tenant));

    /// <summary>Not the values: a record's own form would print the secret.</summary>
    public override string ToString() => $"BluefinKey of {Org}";
}
