using System.Text.Json;
using ForceOps.Api.Tests.Service;
using ForceOps.Tool;

namespace ForceOps.Api.Tests.Tool;

/// <summary>What one run of the tool printed, and its exit code.</summary>
internal sealed record ToolRun(int ExitCode, string Output, string Error)
{
    internal JsonElement Json => JsonDocument.Parse(Output).RootElement;

    /// <summary>Runs the tool in this process, as a program without a terminal.</summary>
    internal static async Task<ToolRun> OfAsync(params string[] arguments)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var code = await ForceOpsCommand.RunAsync(arguments, output, error);
        return new ToolRun(code, output.ToString(), error.ToString());
    }

    /// <summary>Expects that the tool did what it was asked for.</summary>
    internal ToolRun Done()
    {
        Assert.True(ExitCode == 0, $"exit code {ExitCode}\n{Output}\n{Error}");
        return this;
    }
}

/// <summary>The tool in the name of a test's org.</summary>
internal static class ToolOfTenant
{
    internal static Task<ToolRun> ToolAsync(this Tenant tenant, params string[] arguments) =>
        ToolRun.OfAsync([.. arguments, "--url", tenant.Service.Url.ToString(), "--org", tenant.Org]);
}
