namespace ForceOps.Api.Pismo.Tokens;

/// <summary>Body of <c>POST /passport/v2/s2s/access-token</c>.</summary>
internal sealed class ServerKeyBody
{
    public string? ServerKey { get; init; }

    public string? ServerSecret { get; init; }

    /// <summary>Another name of server_secret.</summary>
    public string? SecretKey { get; init; }

    /// <summary>Confines the token to one account.</summary>
    public long? AccountId { get; init; }
}
