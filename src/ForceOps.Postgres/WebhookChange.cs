namespace ForceOps.Postgres;

/// <summary>What a webhook is to be.</summary>
/// <param name="Url">Where events go.</param>
/// <param name="Types">Which ones, with spaces between them; empty: all.</param>
/// <param name="Secret">Null keeps the secret that there is.</param>
public sealed record WebhookChange(string Url, string Types, string? Secret);
