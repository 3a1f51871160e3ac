using System.Net;
using System.Net.Sockets;
using ForceOps.Api.Tests.Events;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Storm;
using ForceOps.Api.Tests.Transfers;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ForceOps.Api.Tests.Telemetry;

/// <summary>
/// Metrics and traces reach a collector when one is named, say nothing that is secret or endless, and are never in the way.
/// </summary>
public sealed class TelemetryTests(SharedService shared)
{
    private static readonly string[] Instruments =
    [
        "forceops.operations", "forceops.batch.size", "forceops.batch.duration", "forceops.commit.duration", "forceops.queue.depth",
        "forceops.webhook.deliveries", "http.server.request.duration",
    ];

    /// <summary>Each is a service of its own: a quick run takes one, each time another.</summary>
    public static TheoryData<string, bool> DeadCollectors { get; } =
        [.. Thorough.OneOf(("http/protobuf", true), ("http/protobuf", false), ("grpc", true), ("grpc", false))];

    public static TheoryData<string, string, string, string> Collectors { get; } = [.. Thorough.OneOf(
        ("ForceOps:Telemetry:Endpoint", "ForceOps:Telemetry:Protocol", "http/protobuf", "/v1/metrics /v1/traces"),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_PROTOCOL", "grpc",
            "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export /opentelemetry.proto.collector.trace.v1.TraceService/Export"))];

    [Theory]
    [MemberData(nameof(Collectors))]
    public async Task A_collector_gets_what_the_service_did_and_nothing_that_a_client_wrote(
        string endpoint, string protocol, string name, string paths)
    {
        await using var collector = await Collector.StartAsync(
            string.Equals(name, "grpc", StringComparison.Ordinal) ? HttpProtocols.Http2 : HttpProtocols.Http1);
        await using var service = await RunningService.StartProcessAsync(
            await shared.Postgres.CreateDatabaseAsync(), (endpoint, collector.Url), (protocol, name),
            // The export at the stop has five seconds, which a first connection can take on a busy machine.
            ("OTEL_METRIC_EXPORT_INTERVAL", "500"));
        string org;
        string[] secrets;
        await using (var tenant = service.NewTenant())
        {
            org = tenant.Org;
            secrets = await DoEverythingAsync(tenant);
        }

        Assert.Equal(0, await service.StopAsync());

        Assert.Equal(paths.Split(' '), collector.Paths);
        Assert.Contains("Metrics and traces go to 127.0.0.1:", service.Output, StringComparison.Ordinal);
        var (metrics, traces) = (collector.Of("metrics"), collector.Of("trace"));
        Assert.All(Instruments, instrument => Assert.Contains(instrument, metrics, StringComparison.Ordinal));
        Assert.All(
            (string[])["service.name", "forceops", "cancel_force", "accepted", "duplicate", "rejected", "AmountExceedsRemaining", "pismo",
                "fiserv", "/payments/v1/payments/force", "delivered"],
            text => Assert.Contains(text, metrics, StringComparison.Ordinal));
        Assert.All(
            (string[])["service.name", "forceops", "batch", "forceops.org", org, "forceops.batch.size", "forceops.outcome.accepted",
                "http.route", "POST /payments/v1/payments/force", "other (no route)"],
            text => Assert.Contains(text, traces, StringComparison.Ordinal));
        Assert.DoesNotContain(org, metrics, StringComparison.Ordinal);
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, collector.Everything, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Without_an_endpoint_nothing_is_sent_even_where_the_standard_names_one_for_a_signal()
    {
        await using var collector = await Collector.StartAsync();
        await using var service = await RunningService.StartProcessAsync(
            await shared.Postgres.CreateDatabaseAsync(), (
                "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", collector.Url), ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", collector.Url),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_METRIC_EXPORT_INTERVAL", "20"), ("OTEL_BSP_SCHEDULE_DELAY", "20"));
        await using (var tenant = service.NewTenant())
            await tenant.ForcedAsync(Body.Force(Tenant.NewTrackingId(), 1, 1));
        Assert.Equal(0, await service.StopAsync());
        Assert.Empty(collector.Paths);
        Assert.DoesNotContain("Metrics and traces", service.Output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(DeadCollectors))]
    public async Task A_dead_collector_fails_nothing_and_keeps_nobody_from_stopping(string protocol, bool listens)
    {
        // One takes the connection and never says a word, the other is not there.
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        if (!listens)
            listener.Stop();
        await using var service = await RunningService.StartProcessAsync(
            await shared.Postgres.CreateDatabaseAsync(), (
                "ForceOps:Telemetry:Endpoint", $"http://127.0.0.1:{port}"), ("ForceOps:Telemetry:Protocol", protocol),
            ("OTEL_METRIC_EXPORT_INTERVAL", "20"), ("OTEL_BSP_SCHEDULE_DELAY", "20"));
        await using (var tenant = service.NewTenant())
        {
            var answers = await Task.WhenAll(
                Enumerable.Range(0, 200).Select(_ => tenant.ForceAsync(Body.Force(Tenant.NewTrackingId(), 1, 1))));
            Assert.All(answers, answer => Assert.Equal(201, answer.Code));
        }
        Assert.Equal(0, await service.StopAsync());
        Assert.DoesNotContain("Exception", service.Output, StringComparison.Ordinal);
    }

    /// <summary>Answers what may not be told.</summary>
    private static async Task<string[]> DoEverythingAsync(Tenant tenant)
    {
        await using var receiver = Receiver.Start();
        Assert.Equal(201, (await tenant.PutAsync(
            "/sandbox/webhooks/hook", $$"""{"url":"{{receiver.Url}}","secret":"SecretwordSecretwordSecretwordSecretword"}""")).Code);
        var trackingId = Tenant.NewTrackingId();
        var body = $$$"""{"tracking_id":"{{{trackingId}}}","account_id":77001,"amount":5,"processing_code":"090907","descriptor":"Descriptorword","metadata":{"pet":"Metadataword"}}""";
        Assert.Equal(201, (await tenant.ForceAsync(body, ("x-cid", "cidword-1"))).Code);
        Assert.Equal(409, (await tenant.ForceAsync(body)).Code);
        Assert.Equal(200, (await tenant.CancelForceAsync($$"""{"original_tracking_id":"{{trackingId}}","amount":1}""")).Code);
        Assert.Equal(400, (await tenant.CancelForceAsync($$"""{"original_tracking_id":"{{trackingId}}","amount":100}""")).Code);
        await tenant.OpenAsync(2);
        TransferRoutes.Posted(await tenant.TransferAsync("account:77001", "account:2", 1));
        var post = await tenant.SendAsync(
            HttpMethod.Post, "/payments/v1/forcedpost",
            """
            {"source":{"sourceType":"PaymentCard","card":{"cardData":"4012000033330026","expirationMonth":"12","expirationYear":"2025","securityCode":"977"}},
            "amount":{"total":85,"currency":"USD"},"transactionDetails":{"captureFlag":true,"approvalCode":"OK7244"},
            "merchantDetails":{"merchantId":"100004000100157","terminalId":"10000001"}}
            """);
        Assert.True(post.Code == 201, post.Text);
        await tenant.SendAsync(new HttpMethod("METHODWORD"), "/pathword?name=Queryword", null, ("user-agent", "Agentword"));
        await tenant.SendAsync(HttpMethod.Get, "/sandbox/accounts/4242424242424242", null);
        await receiver.WaitForAsync(2);
        return ["METHODWORD", "pathword", "Queryword", "Agentword", "4242424242424242", trackingId, "Descriptorword", "Metadataword",
            "Secretword", "cidword", "4012000033330026", "OK7244"];
    }
}
