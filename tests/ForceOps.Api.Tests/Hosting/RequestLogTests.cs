using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Hosting;

/// <summary>The request log: one line a request, and nothing of what a request said, however much is logged.</summary>
public sealed class RequestLogTests(SharedService shared)
{
    private static readonly (string, string)[] Everything =
    [
        ("Serilog:MinimumLevel:Default", "Debug"), ("Serilog:MinimumLevel:Override:Microsoft", "Debug"),
        ("Serilog:MinimumLevel:Override:System", "Debug"), ("Serilog:MinimumLevel:Override:ForceOps.Requests", "Information"),
    ];

    [Fact]
    public async Task Each_request_has_one_line_with_route_status_duration_cid_and_org()
    {
        var service = await RunningService.StartAsync(await shared.Postgres.CreateDatabaseAsync(), Everything);
        var tenant = service.NewTenant();
        (string Cid, string Line)[] expected =
        [
            ("cid-posted", "POST /payments/v1/payments/force 201"),
            ("cid-refused", "POST /payments/v1/payments/force 400"),
            ("cid-media", "POST /payments/v1/payments/force 415"),
            ("cid-large", "POST /payments/v1/payments/force 413"),
            ("cid-cancel", "POST /payments/v1/payments/force/cancel 404"),
            ("cid-look", "GET /sandbox/accounts/{id:long} 404"),
            ("cid-nowhere", "GET (no route) 404"),
            ("cid-method", "other (no route) 405"),
            ("cid-dropped", "POST /payments/v1/payments/force 0"),
            ("cid-lost", "POST /payments/v1/payments/force 0"),
        ];
        await tenant.ForceAsync("""{"account_id":7,"amount":1,"processing_code":"090907"}""", ("x-cid", "cid-posted"));
        await tenant.ForceAsync("{}", ("x-cid", "cid-refused"));
        await tenant.ForceAsync("{}", ("x-cid", "cid-media"), ("content-type", "text/plain"));
        await tenant.ForceAsync(new string(' ', 70_000), ("x-cid", "cid-large"));
        await tenant.CancelForceAsync("""{"authorization_id":1}""", ("x-cid", "cid-cancel"));
        await tenant.SendAsync(HttpMethod.Get, "/sandbox/accounts/4111111111111111", null, ("x-cid", "cid-look"));
        await tenant.SendAsync(HttpMethod.Get, "/nowhere", null, ("x-cid", "cid-nowhere"));
        await tenant.SendAsync(new HttpMethod("X4012000033330026"), "/payments/v1/payments/force", null, ("x-cid", "cid-method"));
        await DroppedAsync(tenant, "cid-dropped", "drop");
        await DroppedAsync(tenant, "cid-lost", "commit-and-drop");
        Assert.Equal(0, await service.StopAsync());
        foreach (var (cid, line) in expected)
        {
            var found = Assert.Single(service.Output.Split('\n'), one => one.Contains($"cid={cid} ", StringComparison.Ordinal));
            Assert.Contains(line, found, StringComparison.Ordinal);
            Assert.Matches(@" \d+\.\d ms ", found);
            Assert.EndsWith($"org={tenant.Org}", found, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task No_body_metadata_or_descriptor_is_ever_logged()
    {
        var service = await RunningService.StartAsync(await shared.Postgres.CreateDatabaseAsync(), Everything);
        var tenant = service.NewTenant();
        const string secret = "\"descriptor\":\"Hushdescriptor\",\"metadata\":{\"Hushkey\":\"Hushvalue\"}";
        var force = await tenant.ForcedAsync($$"""{"account_id":7,"amount":777.31,"processing_code":"090907",{{secret}}}""");
        await tenant.ForceAsync($$"""{"account_id":7,"amount":"Hushamount","processing_code":"090907",{{secret}}}""");
        await tenant.ForceAsync($$"""{"account_id":7,"Hushbroken":,{{secret}}}""");
        await tenant.ForceAsync($$"""{"account_id":7,"amount":1,"processing_code":"Hushcode",{{secret}}}""");
        await tenant.CanceledAsync($$"""{"authorization_id":{{force}},"amount":131.77,{{secret}}}""");
        await tenant.SendAsync(HttpMethod.Get, "/sandbox/accounts", null, ("authorization", "Bearer Hushtoken"));
        await tenant.PutAsync("/sandbox/processing-codes/abc", """{"balance_impact":1,"description":"Hushdescription"}""");
        Assert.Equal(0, await service.StopAsync());
        Assert.Contains("POST /payments/v1/payments/force 201", service.Output, StringComparison.Ordinal);
        Assert.All((string[])["Hush", "777.31", "131.77"], word => Assert.DoesNotContain(word, service.Output, StringComparison.Ordinal));
    }

    /// <summary>Over a connection of its own: a client with a pool might send it once more.</summary>
    private static async Task DroppedAsync(Tenant tenant, string cid, string fault)
    {
        const string body = """{"account_id":7,"amount":1,"processing_code":"090907"}""";
        try
        {
            Assert.Empty(await RawConnection.ExchangeAsync(
                tenant.Service.Url,
                $"POST /payments/v1/payments/force HTTP/1.1\nhost: localhost\nx-tenant: {tenant.Org}\nx-cid: {cid}\nx-forceops-fault: {fault}\ncontent-type: application/json\ncontent-length: {body.Length}\n\n{body}"));
        }
        catch (IOException)
        {
            // A reset instead of an end: no answer either.
        }
    }
}
