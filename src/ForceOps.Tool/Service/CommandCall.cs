using System.CommandLine;
using ForceOps.Tool.Output;

namespace ForceOps.Tool.Service;

/// <summary>Holds what one run of a command works with: its values, the screen and the service.</summary>
internal sealed class CommandCall : IDisposable
{
    private readonly ParseResult _parsed;
    private ServiceClient? _service;

    internal CommandCall(ParseResult parsed, CancellationToken cancel)
    {
        (_parsed, Cancel) = (parsed, cancel);
        var invocation = parsed.InvocationConfiguration;
        Screen = new Screen(invocation.Output, invocation.Error, Get(GlobalOptions.Json), Get(GlobalOptions.Plain));
    }

    internal Screen Screen { get; }

    /// <summary>Ctrl+C cancels it.</summary>
    internal CancellationToken Cancel { get; }

    /// <summary>The service that the options name. It is asked for nothing before a command asks.</summary>
    internal ServiceClient Service => _service ??= new ServiceClient(GlobalOptions.Address(_parsed), GlobalOptions.OrgOf(_parsed),
        Key, GlobalOptions.CredentialsOf(_parsed), Cancel);

    /// <summary>The sandbox's key; null when neither the command line nor the environment has one.</summary>
    internal string? Key => GlobalOptions.KeyOf(_parsed);

    /// <summary>Makes a client for another address or org, with the same keys.</summary>
    internal ServiceClient ServiceAt(Uri url, string? org) => new(url, org, Key, GlobalOptions.CredentialsOf(_parsed), Cancel);

    internal T? Get<T>(Option<T> option) => _parsed.GetValue(option);

    internal T Get<T>(Argument<T> argument) => _parsed.GetValue(argument)!;

    /// <summary>True when the command line has the option, whatever its default.</summary>
    internal bool Has(Option option) => _parsed.GetResult(option) is { Implicit: false };

    public void Dispose() => _service?.Dispose();
}

/// <summary>Defines the options that every command has.</summary>
internal static class GlobalOptions
{
    private const string LocalAddress = "http://127.0.0.1:8080";

    internal static readonly Option<string?> Url = new("--url")
    {
        Description = $"The service's address; else FORCEOPS_URL, else {LocalAddress}", Recursive = true, HelpName = "address",
    };

    internal static readonly Option<string?> Org = new("--org")
    {
        Description = "The org, TN- and a UUID; else FORCEOPS_ORG, else the default org", Recursive = true, HelpName = "TN-uuid",
    };

    internal static readonly Option<string?> Key = new("--key")
    {
        Description = "The sandbox's key where it has one; else FORCEOPS_SANDBOX_KEY", Recursive = true, HelpName = "key",
    };

    internal static readonly Option<string?> Credentials = new("--credentials")
    {
        Description = "The API's key for strict mode; else FORCEOPS_CREDENTIALS", Recursive = true, HelpName = "key:secret",
    };

    internal static readonly Option<bool> Json = new("--json") { Description = "Prints JSON for programs", Recursive = true };

    internal static readonly Option<bool> Plain = new("--plain")
    {
        Description = "No colour and no progress bars, as with NO_COLOR or without a terminal", Recursive = true,
    };

    internal static readonly IReadOnlyList<Option> All = [Url, Org, Key, Credentials, Json, Plain];

    internal static Uri Address(ParseResult parsed)
    {
        var text = parsed.GetValue(Url) ?? Variable("FORCEOPS_URL") ?? LocalAddress;
        return NearbyHttp.AddressOf(text.TrimEnd('/') + "/")
            ?? throw ToolException.Wrong($"{text} is no address; write it as {LocalAddress}.");
    }

    internal static string? OrgOf(ParseResult parsed)
    {
        var text = parsed.GetValue(Org) ?? Variable("FORCEOPS_ORG");
        if (text is null || OrgId.TryParse(text, out _))
            return text;
        return Guid.TryParse(text, out var id)
            ? $"TN-{id}"
            : throw ToolException.Wrong($"{text} is no org: an org is TN- and a UUID, as in TN-{Guid.NewGuid()}.");
    }

    internal static string? KeyOf(ParseResult parsed) => parsed.GetValue(Key) ?? Variable("FORCEOPS_SANDBOX_KEY");

    /// <summary>Returns the API's key and its secret; null when there are none.</summary>
    internal static (string Key, string Secret)? CredentialsOf(ParseResult parsed)
    {
        if ((parsed.GetValue(Credentials) ?? Variable("FORCEOPS_CREDENTIALS")) is not { } text)
            return null;
        return text.Split(':', 2) is [{ Length: > 0 } key, { Length: > 0 } secret]
            ? (key, secret)
            : throw ToolException.Wrong("--credentials must be the server_key and the server_secret with a colon between them.");
    }

    internal static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
