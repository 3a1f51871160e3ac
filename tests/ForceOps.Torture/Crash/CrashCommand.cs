using System.CommandLine;

namespace ForceOps.Torture.Crash;

/// <summary>Kills, cuts and freezes what a ledger runs on while clients post, and judges their logs after each fault.</summary>
internal static class CrashCommand
{
    private static readonly Option<double?> Minutes = new("--minutes")
    {
        Description = "How long; 1 when no number of kills is given", HelpName = "number",
    };

    private static readonly Option<int> Kills = new("--kills")
    {
        Description = "Goes on until so many processes were killed", DefaultValueFactory = _ => 0, HelpName = "number",
    };

    private static readonly Option<int> Seed = SeedOption.Of("The faults and operations follow");

    private static readonly Option<string[]> Fault = new("--fault")
    {
        Description = "A kind of fault to choose from; several times for several, all of them when absent", HelpName = "kind",
    };

    private static readonly Option<bool> Once = new("--once") { Description = "Plays each kind of fault once and ends, whatever the time" };

    private static readonly Option<int> Services = new("--services")
    {
        Description = "Services on the one database", DefaultValueFactory = _ => 2, HelpName = "number",
    };

    private static readonly Option<int> Clients = new("--clients")
    {
        Description = "Clients at the same time", DefaultValueFactory = _ => 8, HelpName = "number",
    };

    private static readonly Option<bool> Self = new("--self-test")
    {
        Description = "Starts nothing: damages a history in every way and proves that the checker notices",
    };

    internal static Command Make()
    {
        Fault.AcceptOnlyFromAmong([.. Enum.GetValues<FaultKind>().Select(FaultWords.NameOf)]);
        var command = new Command("crash", "Kills services and PostgreSQL, cuts connections around commits, freezes, fills the disk: is anything lost or doubled?")
        {
            Minutes, Kills, Seed, Fault, Once, Services, Clients, Self,
        };
        command.SetAction(async (parsed, _) =>
        {
            if (parsed.GetValue(Self))
                return SelfTest.Run(Console.Out) ? 0 : 1;
            if (OperatingSystem.IsWindows())
                throw new TortureException("SIGKILL and SIGSTOP are of Unix: run this on Linux.");
            var (kills, services) = (parsed.GetValue(Kills), parsed.GetValue(Services));
            var named = (parsed.GetValue(Fault) ?? []).Select(FaultWords.Parse).Distinct().ToList();
            var plan = new CrashPlan(
                parsed.GetValue(Seed), parsed.GetValue(Minutes) ?? (kills > 0 ? 0 : 1), kills,
                named.Count > 0 ? named : [.. Enum.GetValues<FaultKind>().Where(
                    kind => kind != FaultKind.Sabotage && (kind != FaultKind.KillOne || services > 1))],
                parsed.GetValue(Once), services, parsed.GetValue(Clients));
            return await new CrashRun(plan, Console.Out).RunAsync() ? 0 : 1;
        });
        return command;
    }
}
