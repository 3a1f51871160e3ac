using ForceOps.Api.Events.Rendering;
using ForceOps.Api.Sandbox;
using ForceOps.Postgres;

namespace ForceOps.Api.Events.Webhooks;

/// <summary>What a webhook is to be.</summary>
internal sealed class WebhookBody
{
    /// <summary>As long as browsers take.</summary>
    private const int UrlLengthMax = 2000;

    /// <summary>Where events are posted to, http or https.</summary>
    public string? Url { get; init; }

    /// <summary>Event types; all of them when absent or empty.</summary>
    public string[]? Types { get; init; }

    /// <summary><c>whsec_</c> and base64, or any text; made when a new webhook has none, kept when an old one has none.</summary>
    public string? Secret { get; init; }

    internal static bool IsName(string name) => SandboxName.IsValid(name);

    internal static bool IsUrl(string text) =>
        text.Length <= UrlLengthMax && Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https");

    internal (WebhookChange? Change, IResult? Error) Read()
    {
        if (Url is null || !IsUrl(Url))
            return (null, SandboxProblem.Invalid("url", $"must be an http or https address of at most {UrlLengthMax} characters"));
        var types = Types ?? [];
        if (types.Except(EventTypes.All, StringComparer.Ordinal).Any())
            return (null, SandboxProblem.Invalid("types", $"must be among {string.Join(", ", EventTypes.All)}"));
        if (Secret is not null && WebhookSecret.BytesOf(Secret) is null)
            return (null, SandboxProblem.Invalid("secret", $"must be {WebhookSecret.Prefix} and base64, or any text, of 1 to {WebhookSecret.LengthMax} characters"));
        return (new WebhookChange(Url, string.Join(' ', types.Distinct(StringComparer.Ordinal)), Secret), null);
    }
}
