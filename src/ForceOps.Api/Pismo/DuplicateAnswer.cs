namespace ForceOps.Api.Pismo;

/// <summary>409: the tracking id belongs to an earlier operation.</summary>
internal sealed record DuplicateAnswer(string Code, string Message, EarlierAuthorization Authorizations);
