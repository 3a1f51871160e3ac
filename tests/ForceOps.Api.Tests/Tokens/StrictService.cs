using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Tokens;

/// <summary>The service in strict mode, with one key of its own, on a database of its own.</summary>
[CollectionDefinition(Name)]
public sealed class StrictService(SharedService shared) : IAsyncLifetime, ICollectionFixture<StrictService>
{
    public const string Name = "strict service";

    internal const string Key = "strict-server-key";
    internal const string Secret = "strict-server-secret-7f3a";
    internal const string SigningKey = "strict-signing-key-0123456789-0123456789";
    internal const string SandboxKey = "strict-sandbox-key-41c9";
    internal const string Org = "TN-5c1d2c3b-0a4e-4b5c-8d7e-9f0a1b2c3d4e";

    internal static readonly (string, string)[] Settings =
    [
        ("ForceOps:Mode", "strict"), ("ForceOps:Tokens:SigningKey", SigningKey), ("ForceOps:Keys:0:ServerKey", Key),
        ("ForceOps:Keys:0:ServerSecret", Secret), ("ForceOps:Keys:0:Tenant", Org),
        ("ForceOps:Sandbox:Key", SandboxKey),
    ];

    public RunningService Service { get; private set; } = null!;

    /// <param name="account">The account that the token is confined to; null for a token of the whole org.</param>
    internal static (string, string) Token(string org, long? account = null) =>
        ForgedTokens.Header(ForgedTokens.Sign(ForgedTokens.Hs512, ForgedTokens.Claims(org, account), SigningKey));

    public async ValueTask InitializeAsync() =>
        Service = await RunningService.StartAsync(await shared.Postgres.CreateDatabaseAsync(), Settings);

    public ValueTask DisposeAsync() => Service.DisposeAsync();
}
