namespace ForceOps.Api.Tests.Service;

/// <summary>
/// The settings of one service for all tests of a setting that disturbs no other: a service of its own for each of them would cost more
/// than its test.
/// </summary>
internal static class ConfiguredService
{
    internal const string SeededOrg = "TN-aaaaaaaa-0000-0000-0000-000000000001";

    internal static readonly string[] KeyedOrgs =
        ["TN-aaaaaaaa-0000-0000-0000-000000000002", "TN-aaaaaaaa-0000-0000-0000-000000000003"];

    internal static (string Key, string Value)[] Settings =>
    [
        ("ForceOps:Pismo:EventDateWithoutZone", "true"), ("ForceOps:Pismo:UnknownMembers", "reject"),
        ("ForceOps:Pismo:TransferToken", "account"),
        ("ForceOps:Fiserv:Profile", "current"), ("ForceOps:Bluefin:RefundsOfForce", "refused"),
        ("ForceOps:Faults:RulesMax", "2"), ("ForceOps:Faults:AnswerBytesMax", "10"), ("ForceOps:Faults:ReorderWait", "00:01:00"),
        ("ForceOps:Snapshots:Max", "2"), ("ForceOps:Webhooks:RetryAfterMax", "00:00:01"),
        ("ForceOps:Findings:Window", "00:00:00.300"), ("ForceOps:Journal:Entries", "100"),
        ("ForceOps:AllowedOrigins:0", "http://localhost:3000"), ("ForceOps:AllowedOrigins:1", "https://shop.example"),
        ("AllowedHosts", "pay.test;*.pay.test"),
        .. KeyedOrgs.SelectMany((org, i) => new[]
        {
            ($"ForceOps:Keys:{i}:ServerKey", $"key-{i}"), ($"ForceOps:Keys:{i}:ServerSecret", $"secret-{i}"),
            ($"ForceOps:Keys:{i}:Tenant", org),
        }),
        ("ForceOps:Seed", Path.Combine(AppContext.BaseDirectory, "Service", "configured.yaml")),
    ];
}
