namespace ForceOps.Api.Journal;

/// <summary>
/// Holds what findings need to know of a caller beside the body: how it calls. It holds no header's value: of a token there is a number
/// that nobody can turn back, and that means nothing in another process.
/// </summary>
/// <param name="Connection">The web server's name of the connection, a text that all its requests share; null when it is not known.</param>
/// <param name="Token">The number that stands for the token; 0 without one.</param>
/// <param name="SendsCid">True when the caller sent a correlation id.</param>
/// <param name="NamesOrg">True when the caller named its org.</param>
/// <param name="IsByHand">True when a program for people sent the request.</param>
/// <param name="IsTester">True when ForceOps's own tool or console sent the request: no client, but who tests one.</param>
internal readonly record struct ClientTraits(string? Connection, int Token, bool SendsCid, bool NamesOrg, bool IsByHand, bool IsTester);
