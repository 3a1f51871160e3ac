using System.Net;
using ForceOps.Api.Events.Webhooks;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Storm;

namespace ForceOps.Api.Tests.Events;

/// <summary>To which addresses webhooks are sent, when they are put and, behind the name's resolution, when they are delivered.</summary>
public sealed class WebhookAddressTests(SharedService shared)
{
    private const string Force = """{"account_id":1,"amount":1,"processing_code":"090907"}""";

    [Theory]
    [InlineData("http://127.0.0.1:PORT/sandbox/reset")]
    [InlineData("http://localhost:PORT/sandbox/reset")]
    [InlineData("http://LOCALHOST.:PORT/sandbox/reset")]
    [InlineData("http://x.localhost:PORT/")]
    [InlineData("http://2130706433:PORT/")]
    [InlineData("http://0x7f.1:PORT/")]
    [InlineData("http://0177.0.0.1:PORT/")]
    [InlineData("http://127.9.9.9:PORT/")]
    [InlineData("http://[::1]:PORT/")]
    [InlineData("http://[::ffff:127.0.0.1]:PORT/")]
    [InlineData("http://[::ffff:7f00:1]:PORT/")]
    [InlineData("http://[64:ff9b::127.0.0.1]:PORT/")]
    [InlineData("https://127.0.0.1:PORT/")]
    [InlineData("http://0.0.0.0:9/")]
    [InlineData("http://0:9/")]
    [InlineData("http://[::]:9/")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("http://2852039166/")]
    [InlineData("http://[::ffff:169.254.169.254]/")]
    [InlineData("http://[fd00:ec2::254]/")]
    [InlineData("http://168.63.129.16/")]
    [InlineData("http://[fe80::1]/")]
    [InlineData("http://224.0.0.1/")]
    [InlineData("http://[ff02::1]/")]
    [InlineData("http://255.255.255.255/")]
    [InlineData("http://user:password@127.0.0.1:9/")]
    [InlineData("http://user@127.0.0.1:9/")]
    [InlineData("http://127.0.0.1:9/a\\u0000b")]
    [InlineData("http://127.0.0.1:9/a\\r\\nb")]
    [InlineData("http://127.0.0.1:9/a\\u007f")]
    [InlineData("http://A60.A60.A60.A60.A60.com/")]
    [InlineData("http://A60A60.com/")]
    [InlineData("http://E300com/")]
    [InlineData("http://E60E60com/")]
    [InlineData("http://a..b/")]
    [InlineData("http://xn--a\u0301é-/")]
    public async Task What_no_receiver_has_is_refused_when_it_is_put(string url)
    {
        await using var tenant = shared.NewTenant();
        url = url.Replace("PORT", $"{shared.Service.Url.Port}", StringComparison.Ordinal).Replace(
            "A60", new string('a', 60), StringComparison.Ordinal).Replace("E60", string.Concat(Enumerable.Repeat("é.", 60)),
                StringComparison.Ordinal).Replace("E300", string.Concat(Enumerable.Repeat("é.", 300)), StringComparison.Ordinal);
        var answer = await tenant.PutAsync("/sandbox/webhooks/one", $$"""{"url":"{{url}}"}""");
        Refused.AsProblem(answer, 400, "INVALID_FIELD");
        Assert.StartsWith("url must ", answer.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Empty((await tenant.GetAsync("/sandbox/webhooks")).Json.GetProperty("items").EnumerateArray());
    }

    [Theory]
    [InlineData("http://127.0.0.1:9/")]
    [InlineData("http://localhost:9/")]
    [InlineData("http://10.0.0.1/")]
    [InlineData("http://192.168.1.1:8080/hook?a=b")]
    [InlineData("http://[fd12:3456::1]/")]
    [InlineData("http://receiver.invalid/")]
    [InlineData("http://my_service:9000/")]
    [InlineData("http://bücher.invalid./")]
    [InlineData("https://93.184.216.34/")]
    public async Task Receivers_of_developers_are_taken_in_open_mode(string url)
    {
        await using var tenant = shared.NewTenant();
        Assert.Equal(201, (await tenant.PutAsync("/sandbox/webhooks/one", $$"""{"url":"{{url}}"}""")).Code);
    }

    /// <summary>The stored address is changed behind the service's back, as the answer of a name server changes.</summary>
    [Theory]
    [InlineData("http://127.0.0.1:PORT/sandbox/reset", "not sent: the address must not lead to ForceOps itself")]
    [InlineData("http://localhost:PORT/sandbox/reset", "not sent: the address must not lead to ForceOps itself")]
    [InlineData("http://169.254.169.254/", "not sent: the address must not lead to a cloud's metadata service")]
    public async Task What_leads_there_only_when_it_is_delivered_is_not_sent(string url, string error)
    {
        await using var tenant = shared.NewTenant();
        await using var victim = new Tenant(shared.Service, OrgId.Default.ToString());
        await victim.ForcedAsync(Force);
        var before = (await victim.GetAsync("/sandbox/accounts/1")).Text;
        Assert.Equal(201, (await tenant.PutAsync("/sandbox/webhooks/one", """{"url":"http://127.0.0.1:9/"}""")).Code);
        await Sql.ExecuteAsync(
            shared.Service.Database,
            $"UPDATE webhooks SET url = '{url.Replace("PORT", $"{shared.Service.Url.Port}",StringComparison.Ordinal)}', version = version + 1 WHERE org = '{Sql.OrgOf(tenant.Org)}'");
        await tenant.ForcedAsync(Force);
        Assert.Equal(error, await FirstErrorAsync(tenant, error));
        Assert.Equal(before, (await victim.GetAsync("/sandbox/accounts/1")).Text);
        await tenant.DeleteAsync("/sandbox/webhooks/one");
    }

    [Theory]
    [InlineData("Public", "http://93.184.216.34/", 201)]
    [InlineData("Public", "http://127.0.0.1:9/", 400)]
    [InlineData("Public", "http://localhost:9/", 400)]
    [InlineData("Public", "http://10.1.2.3/", 400)]
    [InlineData("Public", "http://[fd00::1]/", 400)]
    [InlineData("Public", "http://100.64.0.1/", 400)]
    [InlineData("PublicHttps", "http://93.184.216.34/", 400)]
    [InlineData("PublicHttps", "https://93.184.216.34/", 201)]
    [InlineData("PublicHttps", "https://192.168.0.1/", 400)]
    public async Task A_setting_closes_the_loopback_and_private_networks(string receivers, string url, int status)
    {
        await using var service = await RunningService.StartAsync(
            await shared.Postgres.CreateDatabaseAsync(), ("ForceOps:Webhooks:Receivers", receivers));
        await using var tenant = service.NewTenant();
        Assert.Equal(status, (await tenant.PutAsync("/sandbox/webhooks/one", $$"""{"url":"{{url}}"}""")).Code);
    }

    [Theory]
    [InlineData("127.0.0.1", "Private")]
    [InlineData("::ffff:10.0.0.1", "Private")]
    [InlineData("::10.0.0.1", "Private")]
    [InlineData("2002:7f00:1::", "Private")]
    [InlineData("64:ff9b::a9fe:a9fe", "Never")]
    [InlineData("fe80::1%3", "Never")]
    [InlineData("172.32.0.1", "Public")]
    [InlineData("2606:4700::1111", "Public")]
    [InlineData("::1", "Private")]
    [InlineData("::", "Never")]
    [InlineData("::ffff:93.184.216.34", "Public")]
    [InlineData("64:ff9b::93.184.216.34", "Public")]
    [InlineData("::93.184.216.34", "Private")]
    [InlineData("::ffff:0:93.184.216.34", "Private")]
    [InlineData("::ffff:0:127.0.0.1", "Private")]
    [InlineData("::ffff:0:169.254.169.254", "Never")]
    [InlineData("64:ff9b:1::127.0.0.1", "Private")]
    [InlineData("64:ff9b:1::93.184.216.34", "Private")]
    [InlineData("64:ff9b:1::169.254.169.254", "Never")]
    [InlineData("64:ff9b:1:a9fe:a9:fe00::", "Never")]
    [InlineData("2001:0:7f00:1::a247:27dd", "Private")]
    [InlineData("2001:0:5db8:d822:0:0:80ff:fffe", "Private")]
    [InlineData("2001:0:5db8:d822:0:0:5601:5601", "Never")]
    [InlineData("2001:0:5db8:d822:0:0:a247:27dd", "Public")]
    [InlineData("2002:5db8:d822::1", "Public")]
    [InlineData("2002:a9fe:a9fe::1", "Never")]
    [InlineData("2001:db8::1", "Private")]
    [InlineData("3fff::1", "Private")]
    [InlineData("2001:2::1", "Private")]
    [InlineData("2001:200::1", "Public")]
    [InlineData("100::1", "Private")]
    [InlineData("100:0:0:1::1", "Private")]
    [InlineData("5f00::1", "Private")]
    [InlineData("4000::1", "Private")]
    [InlineData("192.0.2.1", "Private")]
    [InlineData("198.51.100.7", "Private")]
    [InlineData("203.0.113.9", "Private")]
    public void An_address_is_of_the_network_that_it_really_leads_to(string address, string kind) =>
        Assert.Equal(kind, ReceiverNetwork.Of(IPAddress.Parse(address)).Kind.ToString());

    private static async Task<string?> FirstErrorAsync(Tenant tenant, string expected)
    {
        // Hundreds of other webhooks may have come just before.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var items = (await tenant.GetAsync("/sandbox/webhooks/one/deliveries")).Json.GetProperty("items").EnumerateArray().ToList();
            // A worker of before the change may have made the first tries.
            var errors = items.SelectMany(
                item => item.GetProperty("tries").EnumerateArray()).Select(one => one.GetProperty("error").GetString()).ToList();
            if (errors.Contains(expected, StringComparer.Ordinal) || errors.Count > 8)
                return errors.Find(error => string.Equals(error, expected, StringComparison.Ordinal)) ?? string.Join("; ", errors);
            await Task.Delay(50, patience.Token);
        }
    }
}
