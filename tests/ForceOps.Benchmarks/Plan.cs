namespace ForceOps.Benchmarks;

/// <summary>Which loads are run side by side, and what each is divided by.</summary>
internal static class Plan
{
    private const string Single = "single.sql -c 16";
    private const string SingleAlone = "single.sql -c 1";
    private const string Hot = "hot.sql -c 64";

    /// <summary>The standing comparison: PostgreSQL alone against the service.</summary>
    internal static IReadOnlyList<ILoad> SideBySide(DatabaseServer server, ServiceUnderTest service)
    {
        var pgbench = ReferenceLoad.FindPgbench();
        var wrk = WrkLoad.FindWrk();
        return
        [
            Reference(Single, "single.sql", 16, null),
            Reference(SingleAlone, "single.sql", 1, null),
            Reference("steps.sql -c 16", "steps.sql", 16, Single),
            Reference(Hot, "hot.sql", 64, null),
            Service(64, hot: false, Single),
            Service(256, hot: false, Single),
            Service(1, hot: false, SingleAlone),
            Service(64, hot: true, Hot),
            Service(256, hot: true, Hot),
            // One connection at a time never waits for an account, so this is the right denominator on one account as well.
            Service(1, hot: true, SingleAlone),
        ];

        ILoad Reference(string name, string script, int clients, string? denominator) =>
            new ReferenceLoad(server, pgbench, ReferenceScript.PathOf(script))
            {
                Name = name,
                Clients = clients,
                Denominator = denominator,
            };

        ILoad Service(int connections, bool hot, string denominator) => new WrkLoad(service.Url, wrk, ReferenceScript.PathOf("force.lua"))
        {
            Name = $"service, {connections} connection{(connections == 1 ? "" : "s")}, {(hot ? "1 account" : "100,000 accounts")}",
            Connections = connections,
            Hot = hot,
            Denominator = denominator,
        };
    }

    /// <summary>The same forces over ever fewer accounts: where do they begin to wait for each other?</summary>
    internal static IReadOnlyList<ILoad> Contention(DatabaseServer server, ServiceUnderTest service)
    {
        var pgbench = ReferenceLoad.FindPgbench();
        var wrk = WrkLoad.FindWrk();
        return [.. ((int[])[1, 10, 100, 1000, 10_000, 100_000]).SelectMany(On)];

        IEnumerable<ILoad> On(int accounts)
        {
            var shown = $"{accounts:#,0} account{(accounts == 1 ? "" : "s")}";
            var reference = $"single.sql -c 16, {shown}";
            yield return new ReferenceLoad(server, pgbench, ReferenceScript.OverAccounts("single.sql", accounts, server.Folder))
            {
                Name = reference,
                Clients = 16,
            };
            yield return new WrkLoad(service.Url, wrk, ReferenceScript.OverAccounts("force.lua", accounts, server.Folder))
            {
                Name = $"service, 64 connections, {shown}",
                Connections = 64,
                Denominator = reference,
            };
        }
    }

    /// <summary>What else a day brings, beside forces alone; all over the same connections and accounts.</summary>
    internal static IReadOnlyList<ILoad> Mixed(ServiceUnderTest service)
    {
        const string alone = "service, 256 connections, forces alone, answers read";
        return
        [
            Force(service, "service, 256 connections, forces alone"),
            Of(alone, "forces", null),
            Of("service, 256 connections, mixed", "mixed", alone),
        ];

        ILoad Of(string name, string mix, string? denominator) =>
            new WrkLoad(service.Url, WrkLoad.FindWrk(), ReferenceScript.PathOf("mixed.lua"))
        {
            Name = name,
            Connections = 256,
            Mix = mix,
            Denominator = denominator,
        };
    }

    /// <summary>The service beside programs that answer the same force from a canned body, and store nothing.</summary>
    internal static IReadOnlyList<ILoad> BesidePeers(ServiceUnderTest service, Peers peers)
    {
        return [Of("service, durable", service.Url, isService: true), .. peers.Running.Select(peer => Of($"{peer.Name}, canned", peer.Url, isService: false))];

        static ILoad Of(string name, Uri url, bool isService) => new WrkLoad(url, WrkLoad.FindWrk(), ReferenceScript.PathOf("force.lua"))
        {
            Name = $"{name}, 64 connections",
            Connections = 64,
            UsesService = isService,
            Denominator = isService ? null : "service, durable, 64 connections",
        };
    }

    /// <summary>Forces as many as the service takes, on all accounts.</summary>
    internal static ILoad Force(ServiceUnderTest service, string name, string? denominator = null) =>
        new WrkLoad(service.Url, WrkLoad.FindWrk(), ReferenceScript.PathOf("force.lua"))
        {
            Name = name,
            Connections = 256,
            Denominator = denominator,
        };

    /// <summary>A constant rate that does not wait for answers, as the world's customers do not.</summary>
    internal static IReadOnlyList<ILoad> OpenLoop(ServiceUnderTest service, int rate) => [new OpenLoop(service.Url, rate)];
}
