using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using ForceOps.Tool.Service;

namespace ForceOps.Tool.Running;

/// <summary>Prints what a client and its tests must know of the service, for a shell to read.</summary>
internal static class EnvCommand
{
    private static readonly Option<string> Shell = new("--shell")
    {
        Description = "How it is written", DefaultValueFactory = _ => "sh", HelpName = "sh|fish|powershell|dotenv",
    };

    internal static Command Make()
    {
        Shell.AcceptOnlyFromAmong("sh", "fish", "powershell", "dotenv");
        return new ToolCommand("env", "Prints the settings for a client",
            "eval \"$(forceops env)\"",
            "eval \"$(forceops env --org TN-$(uuidgen))\"      # an org of one's own",
            "forceops env --shell dotenv > .env") { Shell }.Does(RunAsync);
    }

    private static Task<int> RunAsync(CommandCall call)
    {
        var url = call.Service.Address;
        var settings = new List<(string Name, string Value)>
        {
            ("FORCEOPS_URL", url), ("FORCEOPS_ORG", call.Service.Org ?? OrgId.Default.ToString()),
            ("PISMO_BASE_URL", url), ("PISMO_TOKEN_URL", $"{url}/passport/v2/s2s/access-token"),
            ("BLUEFIN_BASE_URL", $"{url}/api/v4"), ("FISERV_BASE_URL", $"{url}/payments/v1"),
        };
        if (call.Screen.IsJson)
        {
            call.Screen.Json(JsonSerializer.SerializeToElement(new JsonObject(
                settings.Select(item => KeyValuePair.Create(item.Name, (JsonNode?)item.Value)))));
            return Task.FromResult(ExitCode.Done);
        }
        foreach (var (name, value) in settings)
        {
            call.Screen.Text(call.Get(Shell) switch
            {
                "fish" => $"set -gx {name} {value}",
                "powershell" => $"$env:{name} = '{value}'",
                "dotenv" => $"{name}={value}",
                _ => $"export {name}={value}",
            });
        }
        return Task.FromResult(ExitCode.Done);
    }
}
