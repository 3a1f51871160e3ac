using FluentValidation;
using ForceOps.Api.Access;
using ForceOps.Api.Bluefin;
using ForceOps.Api.Events;
using ForceOps.Api.Faults;
using ForceOps.Api.Findings;
using ForceOps.Api.Fiserv;
using ForceOps.Api.Hosting;
using ForceOps.Api.Http;
using ForceOps.Api.Pismo;
using ForceOps.Api.Pismo.Bulk;
using ForceOps.Api.Sandbox;
using ForceOps.Api.WebConsole;

namespace ForceOps.Api;

/// <summary>Runs the service, in a process of its own or in that of <c>forceops serve</c>.</summary>
internal sealed class ServiceProgram
{
    private static Task<int> Main(string[] args) => RunAsync(args, new StartDisplay());

    /// <summary>Runs the service until it is told to stop; returns the exit code.</summary>
    internal static async Task<int> RunAsync(string[] args, StartDisplay display)
    {
        var line = CommandLine.Read(args);
        if (line.Answer is not null)
        {
            Console.WriteLine(line.Answer);
            return 0;
        }
        SocketThreads.ContinueInline();
        if (HostRun.CreateBuilder(line.Args) is not { } builder)
            return 1;
        builder.UseLoopbackByDefault();
        builder.UseInlineRequests();
        builder.UseHeadersOfAnyBytes();
        builder.BoundTheStop();
        var logProblem = builder.AddLogging();
        Telemetry.Add(builder);
        builder.AddLedger();
        builder.Services.AddSingleton(display);
        builder.Services.AddHealth();
        // The validators of all routes. They are singletons, because building one compiles its rules.
        builder.Services.AddValidatorsFromAssemblyContaining<ServiceProgram>(ServiceLifetime.Singleton, includeInternalTypes: true);
        builder.Services.AddWebPages();
        builder.Services.AddSwagger(PismoApi.Served, BluefinApi.Served, FiservApi.Served, SandboxApi.Served);
        builder.Services.AddBluefin();
        // Fiserv comes before Pismo, because Pismo owns every path of /payments that is not Fiserv's.
        builder.Services.AddFiserv();
        builder.Services.AddPismo();
        builder.Services.AddEvents();
        builder.Services.AddFaults();
        builder.Services.AddSandbox();
        builder.Services.AddWebConsole();

        var app = builder.Build();
        if (!SettingsCheck.AreValid(app, line.Problem ?? logProblem))
        {
            await app.DisposeAsync();
            return 1;
        }
        app.UseCorrelation();
        app.UseJournal();
        app.UseFindings();
        app.UseRequestLog();
        app.UseRefusals();
        app.UseWebPages();
        app.UseWebConsole();
        app.UseReadinessGate();
        app.UseSandboxKey();
        app.UseFaults();
        app.UseOutageAnswers();
        app.MapHealth();
        app.MapStartPage();
        app.MapSwagger();
        app.MapBluefin();
        app.MapFiserv();
        app.MapPismo();
        var sandbox = app.MapSandbox();
        sandbox.MapEvents();
        sandbox.MapBulk();
        sandbox.MapFaults();
        return await app.RunToTheEndAsync();
    }
}
