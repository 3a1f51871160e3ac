using ForceOps.Api.Hosting;
using ForceOps.Api.Pismo;
using ForceOps.Api.Sandbox;

var builder = WebApplication.CreateBuilder(args);
builder.AddLogging();
builder.AddLedger();
builder.Services.AddHealth();
builder.Services.AddSwagger();
builder.Services.AddPismo();
builder.Services.AddSandbox();

var app = builder.Build();
app.UseCorrelation();
app.UseRequestLog();
app.UseRefusals();
app.UseReadinessGate();
app.MapHealth();
app.MapSwagger();
app.MapPismo();
app.MapSandbox();
await app.RunAsync();
