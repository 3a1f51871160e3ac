using ForceOps.Api.Events.Rendering;
using ForceOps.Api.Events.Webhooks;
using ForceOps.Postgres;

namespace ForceOps.Api.Sandbox.Seed;

/// <summary>A webhook of an org, with the rules of <c>PUT /sandbox/webhooks/{name}</c>.</summary>
internal sealed record SeedWebhook(string Name, WebhookChange Change)
{
    internal static SeedWebhook Read(SeedNode node)
    {
        var (name, url, types, secret) = (node["name"], node["url"], node["types"], node["secret"]);
        if (!WebhookBody.IsName(name.RequiredText()))
            throw name.Wrong("must be 1 to 64 letters, digits, - or _");
        if (!WebhookBody.IsUrl(url.RequiredText()))
            throw url.Wrong("must be an http or https address");
        foreach (var type in types.Items())
        {
            if (!EventTypes.All.Contains(type.RequiredText(), StringComparer.Ordinal))
                throw type.Wrong($"must be among {string.Join(", ", EventTypes.All)}");
        }
        if (secret.Text() is { } text && WebhookSecret.BytesOf(text) is null)
            throw secret.Wrong($"must be {WebhookSecret.Prefix} and base64, or any text");
        node.RefuseOthers();
        return new SeedWebhook(
            name.RequiredText(),
            new WebhookChange(url.RequiredText(), string.Join(' ', types.Items().Select(type => type.RequiredText()).Distinct(StringComparer.Ordinal)), secret.Text()));
    }
}
