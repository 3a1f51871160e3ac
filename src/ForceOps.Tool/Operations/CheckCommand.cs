using System.CommandLine;
using ForceOps.Tool.Output;
using ForceOps.Tool.Service;

namespace ForceOps.Tool.Operations;

/// <summary>Proves that the books are right, from the stored rows alone.</summary>
internal static class CheckCommand
{
    private static readonly Option<bool> All = new("--all") { Description = "Checks every org" };

    internal static Command Make() => new ToolCommand("check", "Proves that the books are right; exit code 1 when they are not",
        "forceops check",
        "forceops check --all --json") { All }.Does(RunAsync);

    private static async Task<int> RunAsync(CommandCall call)
    {
        var check = await call.Service.GetAsync(call.Get(All) ? "/sandbox/check?all=true" : "/sandbox/check");
        var isRight = check.IsTrue("ok");
        if (call.Screen.IsJson)
        {
            call.Screen.Json(check);
            return isRight ? ExitCode.Done : ExitCode.No;
        }
        var counted = check.GetProperty("checked");
        call.Screen.Line($"{(isRight ? "[green]The books are right.[/]" : "[red]The books are wrong.[/]")} [grey]"
            + $"{Shown.Count(counted.Whole("accounts") ?? 0, "account")}, {Shown.Count(counted.Whole("authorizations") ?? 0, "authorization")}, "
            + $"{Shown.Count(counted.Whole("movements") ?? 0, "movement")}[/]");
        var problems = Tables.Of("RULE", "ORG", ">ID", "PROBLEM");
        foreach (var problem in check.Items("problems"))
            problems.Add($"[red]{problem.Text("invariant")}[/]", problem.Text("org"), $"{problem.Whole("id")}", problem.Text("message").Safe());
        if (problems.Rows.Count > 0)
            call.Screen.Table(problems);
        return isRight ? ExitCode.Done : ExitCode.No;
    }
}
