using FluentValidation;
using ForceOps.Api.Access;
using ForceOps.Api.Bluefin;
using ForceOps.Api.Events;
using ForceOps.Api.Faults;
using ForceOps.Api.Fiserv;
using ForceOps.Api.Hosting;
using ForceOps.Api.Http;
using ForceOps.Api.Pismo;
using ForceOps.Api.Sandbox;

SocketThreads.ContinueInline();
// The settings are in the program's folder, whichever folder the program is started from.
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.UseLoopbackByDefault();
builder.UseInlineRequests();
builder.AddLogging();
Telemetry.Add(builder.Services);
builder.AddLedger();
builder.Services.AddHealth();
// The validators of all routes. They are singletons, because building one compiles its rules.
builder.Services.AddValidatorsFromAssemblyContaining<Program>(ServiceLifetime.Singleton, includeInternalTypes: true);
builder.Services.AddSwagger(PismoApi.Served, BluefinApi.Served, FiservApi.Served, SandboxApi.Served);
builder.Services.AddBluefin();
// Fiserv comes before Pismo, because Pismo owns every path of /payments that is not Fiserv's.
builder.Services.AddFiserv();
builder.Services.AddPismo();
builder.Services.AddEvents();
builder.Services.AddFaults();
builder.Services.AddSandbox();

var app = builder.Build();
if (!SettingsCheck.AreValid(app))
    return 1;
app.UseCorrelation();
app.UseRequestSpans();
app.UseJournal();
app.UseRequestLog();
app.UseRefusals();
app.UseReadinessGate();
app.UseSandboxKey();
app.UseFaults();
app.MapHealth();
app.MapSwagger();
app.MapBluefin();
app.MapFiserv();
app.MapPismo();
var sandbox = app.MapSandbox();
sandbox.MapEvents();
sandbox.MapFaults();
return await app.RunToTheEndAsync();

