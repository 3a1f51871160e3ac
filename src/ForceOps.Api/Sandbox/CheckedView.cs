namespace ForceOps.Api.Sandbox;

internal sealed record CheckedView(long Accounts, long Authorizations, long Movements);
