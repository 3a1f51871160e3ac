using Microsoft.Extensions.Options;

namespace Payments;

/// <summary>Pays out to accounts, exactly once each, by forces of Pismo's API.</summary>
public static class PaymentsApp
{
    /// <summary>Builds the service; tests give it the address of ForceOps as they give every other setting.</summary>
    /// <param name="args">Settings.</param>
    /// <param name="configure">What is added to the service's parts; null for nothing.</param>
    public static WebApplication Create(string[] args, Action<IServiceCollection>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        configure?.Invoke(builder.Services);
        builder.Services.AddOptions<PismoOptions>().BindConfiguration("Pismo").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<PayoutStore>();
        builder.Services.AddScoped<Payouts>();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddHostedService<PendingPayouts>();
        builder.Services.AddHttpClient<PismoClient>((services, http) =>
        {
            var pismo = services.GetRequiredService<IOptions<PismoOptions>>().Value;
            http.BaseAddress = new Uri(pismo.BaseAddress.TrimEnd('/') + "/");
            http.DefaultRequestHeaders.Add("x-tenant", pismo.Tenant);
        }).AddStandardResilienceHandler(options =>
        {
            // A force may be sent again, because its tracking id makes it one operation however often it arrives. So a lost answer, a
            // timeout, 429 and 5xx are all tried again; Retry-After is obeyed by default.
            options.Retry.MaxRetryAttempts = 5;
            options.Retry.Delay = TimeSpan.FromMilliseconds(200);
            options.AttemptTimeout.Timeout = TimeSpan.FromSeconds(3);
            options.TotalRequestTimeout.Timeout = TimeSpan.FromSeconds(30);
        });

        var app = builder.Build();
        app.MapPut("/payouts/{id:guid}", async (Guid id, PayoutRequest request, Payouts payouts, CancellationToken stop) =>
            await payouts.PayAsync(id, request, stop) is { } payout ? Answer(payout) : Results.Conflict());
        app.MapGet("/payouts/{id:guid}", (Guid id, PayoutStore store) => Answer(store.Find(id)));
        app.MapGet("/accounts/{account:long}/balance", (long account, PayoutStore store) => store.BalanceOf(account));
        app.MapPost("/webhooks/pismo", WebhookReceiver.ReceiveAsync);
        return app;
    }

    private static IResult Answer(Payout? payout) => payout switch
    {
        null => Results.NotFound(),
        { State: PayoutState.Posted } => Results.Ok(payout),
        { State: PayoutState.Refused } => Results.UnprocessableEntity(payout),
        // Not known yet: whoever asks again, or sends the same again, learns it.
        _ => Results.Accepted($"/payouts/{payout.Id}", payout),
    };
}

/// <summary>Holds where and as whom Pismo is called, and the secret of its webhooks.</summary>
public sealed record PismoOptions
{
    /// <summary>Gets the address of the API: the provider's, or that of ForceOps.</summary>
    [System.ComponentModel.DataAnnotations.Required]
    public string BaseAddress { get; init; } = "";

    /// <summary>Gets the org, for <c>x-tenant</c>.</summary>
    [System.ComponentModel.DataAnnotations.Required]
    public string Tenant { get; init; } = "";

    /// <summary>Gets the secret of the webhook, as Standard Webhooks writes it.</summary>
    [System.ComponentModel.DataAnnotations.Required]
    public string WebhookSecret { get; init; } = "";
}
