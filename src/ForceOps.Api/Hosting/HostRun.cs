using System.Net.Sockets;
using System.Text;
using ForceOps.Api.Http;
using ForceOps.Api.Settings;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Options;

namespace ForceOps.Api.Hosting;

/// <summary>Runs the host from the open port to the exit code.</summary>
internal static partial class HostRun
{
    private const string SettingsFile = "appsettings.json";

    /// <summary>The time to send the answers that say that the database does not answer.</summary>
    private static readonly TimeSpan LastAnswers = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Makes the builder; null when the settings file cannot be read, after one line that names the file. There is no log yet, so
    /// the line goes to the error output.
    /// </summary>
    internal static WebApplicationBuilder? CreateBuilder(string[] args)
    {
        try
        {
            // The settings are in the program's folder, whichever folder the program is started from.
            // The program may be another one, the tool; what the framework looks for by the program's name is the service's.
            var builder = WebApplication.CreateBuilder(new WebApplicationOptions
            {
                Args = args, ContentRootPath = AppContext.BaseDirectory, ApplicationName = typeof(HostRun).Assembly.GetName().Name,
            });
            if (!File.Exists(Path.Combine(AppContext.BaseDirectory, SettingsFile)))
                builder.Configuration.Sources.Insert(0, OwnSettings());
            return builder;
        }
        catch (Exception error) when (error is InvalidDataException or FormatException or IOException)
        {
            Console.Error.WriteLine($"ForceOps cannot start: {error.Message} {error.InnerException?.Message}".TrimEnd());
            return null;
        }
    }

    /// <summary>
    /// Returns what the settings file says as it was built: a program that is one file has no other file beside it, and would log nothing.
    /// </summary>
    private static MemoryConfigurationSource OwnSettings()
    {
        using var file = typeof(HostRun).Assembly.GetManifestResourceStream(SettingsFile)!;
        return new MemoryConfigurationSource { InitialData = new ConfigurationBuilder().AddJsonStream(file).Build().AsEnumerable() };
    }

    /// <summary>
    /// Runs the host until it is told to stop. When the port is taken, which is the most common first mistake, the log gets one
    /// line and the exit code is 1.
    /// </summary>
    internal static async Task<int> RunToTheEndAsync(this WebApplication app)
    {
        await using (app)
        {
            var startup = app.Services.GetRequiredService<LedgerStartup>();
            try
            {
                await app.StartAsync();
            }
            catch (Exception error)
                when (error is IOException or SocketException or FormatException or InvalidOperationException or ArgumentException)
            {
                LogCannotListen(app.Logger, ListenAddresses.Describe(error));
                // The ledger is being started in the background. Without a stop, its PostgreSQL server would outlive this process.
                await app.StopAsync();
                return 1;
            }
            await app.StopInTimeAsync();
            return startup.ExitCode;
        }
    }

    /// <summary>
    /// Waits for the signal and stops the host. A stop waits long for what is under way, half a minute and more, and a database
    /// that does not answer would make it wait for nothing: statements that have no answer may be left as they are, as after a
    /// crash.
    /// </summary>
    private static async Task StopInTimeAsync(this WebApplication app)
    {
        var signal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var _ = app.Lifetime.ApplicationStopping.Register(signal.SetResult);
        await signal.Task;
        using var impatience = new CancellationTokenSource();
        var stop = app.StopAsync(impatience.Token);
        if (!await app.Services.GetRequiredService<Readiness>().WaitAsync(stop))
        {
            // Who waited for the database is being told; that is all that is left to wait for.
            await stop.WaitAsync(LastAnswers).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await impatience.CancelAsync();
        }
        await stop;
    }

    [LoggerMessage(LogLevel.Critical, "ForceOps cannot start: {Reason}")]
    private static partial void LogCannotListen(ILogger log, string reason);
}

/// <summary>
/// Validates the settings before anything starts. The host validates them too, but then a wrong setting ends in an unhandled
/// exception, where the setting's name is lost between two stack traces.
/// </summary>
internal static partial class SettingsCheck
{
    /// <summary>Returns false when a setting is wrong, after it has logged a line that names the setting.</summary>
    /// <param name="app">The service, not yet started.</param>
    /// <param name="earlier">A problem that was found before; null when there is none.</param>
    internal static bool AreValid(WebApplication app, string? earlier)
    {
        var problem = earlier
            ?? UnknownSettings.Find((IConfigurationRoot)app.Configuration, app.Services.GetServices<SettingsSection>())
            ?? ListenAddresses.Problem(app.Configuration["urls"])
            ?? KnownOrigins.Problem(app.Configuration)
            ?? LedgerAddress.Read(app.Configuration).Problem
            ?? WrongValue(app.Services);
        if (problem is not null)
            LogCannotStart(app.Logger, problem);
        return problem is null;
    }

    private static string? WrongValue(IServiceProvider services)
    {
        try
        {
            services.GetRequiredService<IStartupValidator>().Validate();
            return null;
        }
        catch (Exception error) when (error is OptionsValidationException or InvalidOperationException)
        {
            return error.Message;
        }
        // Several sections are wrong, or one that another section's rule asks for.
        catch (AggregateException errors)
        {
            return string.Join(' ', errors.Flatten().InnerExceptions.Select(error => error.Message).Distinct(StringComparer.Ordinal));
        }
    }

    [LoggerMessage(LogLevel.Critical, "ForceOps cannot start: {Reason}")]
    private static partial void LogCannotStart(ILogger log, string reason);
}

/// <summary>Checks and shows the addresses that the service listens on.</summary>
internal static class ListenAddresses
{
    private const string WayOut = "Choose another address, such as --urls http://127.0.0.1:8081";

    private static readonly string[] Schemes = ["http://", "https://"];

    private static readonly string[] Wildcards = ["0.0.0.0", "[::]", "+", "*"];

    /// <summary>Returns what is wrong with the value of <c>urls</c>; null when nothing is.</summary>
    internal static string? Problem(string? urls)
    {
        foreach (var url in (urls ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!Schemes.Any(scheme => url.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)))
                return $"--urls (ASPNETCORE_URLS): {url} is no address. An address begins with http://, such as http://127.0.0.1:8081";
            if (!IsAddress(url))
                return $"--urls (ASPNETCORE_URLS): {url} is no address of the form http://127.0.0.1:8081, with a port from 0 to 65535";
        }
        return null;
    }

    /// <summary>Says why the web server could not listen, and what to do.</summary>
    internal static string Describe(Exception error)
    {
        for (Exception? inner = error; inner is not null; inner = inner.InnerException)
        {
            if (inner is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse })
                return $"{FirstLine(error)} Another program, or another ForceOps, listens there. {WayOut}";
            if (inner is SocketException { SocketErrorCode: SocketError.AccessDenied })
                return $"{FirstLine(error)} Ports below 1024 need rights that this user does not have. {WayOut}";
        }
        return $"{FirstLine(error)} {WayOut}";
    }

    /// <summary>
    /// Returns the address under which a program on this machine reaches the service: a wildcard is an address to listen on only.
    /// </summary>
    internal static string Reachable(string url)
    {
        var address = BindingAddress.Parse(url);
        return Wildcards.Contains(address.Host, StringComparer.Ordinal)
            ? $"{address.Scheme}://127.0.0.1:{address.Port}{address.PathBase}"
            : url;
    }

    private static bool IsAddress(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            // A port that is no number is left in the host.
            var hasHost = address.Host.StartsWith('[') || !address.Host.Contains(':', StringComparison.Ordinal);
            return address.IsUnixPipe || address.IsNamedPipe || (hasHost && address.Port is >= 0 and <= 65535);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static string FirstLine(Exception error)
    {
        var line = new StringBuilder(error.Message.Split('\n')[0].TrimEnd());
        return (line.Length > 0 && line[^1] != '.' ? line.Append('.') : line).ToString();
    }
}
