using System.Text;
using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Pismo;

/// <summary>Requests that reach no rule: every answer has the envelope, and nothing is written.</summary>
public sealed class EnvelopeTests(SharedService shared)
{
    private const string Force = "/payments/v1/payments/force";
    private const string Cancel = "/payments/v1/payments/force/cancel";

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/xml")]
    [InlineData("text/json2")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("nonsense")]
    [InlineData("")]
    public async Task Another_media_type_is_refused(string type)
    {
        await using var tenant = shared.NewTenant();
        var before = await tenant.CountsAsync();
        Refused.AsPismo(await tenant.ForceAsync(ForceJson.With(), ("content-type", type)), 415, "UNSUPPORTED_MEDIA_TYPE");
        Refused.AsPismo(await tenant.CancelForceAsync("{", ("content-type", type)), 415, "UNSUPPORTED_MEDIA_TYPE");
        Assert.Equal(before, await tenant.CountsAsync());
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("APPLICATION/JSON")]
    [InlineData("application/json;charset=utf-8")]
    [InlineData("application/json; charset=\"UTF-8\"")]
    [InlineData("application/vnd.pismo+json")]
    public async Task Every_way_to_say_JSON_is_accepted(string type)
    {
        await using var tenant = shared.NewTenant();
        await tenant.ForcedAsync(ForceJson.With(), ("content-type", type));
    }

    [Fact]
    public async Task A_request_without_a_body_is_refused()
    {
        await using var tenant = shared.NewTenant();
        Refused.AsPismo(await tenant.SendAsync(HttpMethod.Post, Force, null), 415, "UNSUPPORTED_MEDIA_TYPE");
    }

    [Theory]
    [InlineData(65_536, 201)]
    [InlineData(65_537, 413)]
    [InlineData(1_000_000, 413)]
    public async Task A_body_of_more_than_64_KiB_is_refused_by_its_length_and_without_one(int bytes, int status)
    {
        await using var tenant = shared.NewTenant();
        var body = Encoding.UTF8.GetBytes(ForceJson.With().PadRight(bytes));
        foreach (var content in (HttpContent[])[new ByteArrayContent(body), new PushedContent(body)])
        {
            var answer = await tenant.SendContentAsync(HttpMethod.Post, Force, content);
            if (status == 413)
                Refused.AsPismo(answer, 413, "BODY_TOO_LARGE");
            else
                Assert.Equal(status, answer.Code);
        }
        Assert.Equal(status == 413 ? 0m : 80.50m, (await tenant.GetAsync(
            "/sandbox/accounts/1234")) is { Code: 200 } account ? account.Json.GetProperty("balance").GetDecimal() : 0m);
    }

    [Theory]
    [InlineData("GET", Force)]
    [InlineData("PUT", Force)]
    [InlineData("PATCH", Force)]
    [InlineData("DELETE", Cancel)]
    [InlineData("OPTIONS", Cancel)]
    [InlineData("FROBNICATE", Force)]
    public async Task Another_method_is_refused(string method, string path)
    {
        await using var tenant = shared.NewTenant();
        Refused.AsPismo(await tenant.SendAsync(new HttpMethod(method), path, null), 405, "METHOD_NOT_ALLOWED");
    }

    [Theory]
    [InlineData("/payments")]
    [InlineData("/payments/v1/payments/force/")]
    [InlineData("/payments/v1/payments/force/cancel/x")]
    [InlineData("/payments/v1/payments/forced")]
    [InlineData("/passport/v9")]
    [InlineData("/orgs-operation/v9")]
    [InlineData("/accounts/v1/accounts")]
    [InlineData("/balances-limits/v9")]
    public async Task An_unknown_path_of_the_API_has_its_envelope(string path)
    {
        await using var tenant = shared.NewTenant();
        var answer = await tenant.SendAsync(HttpMethod.Post, path, "{");
        // A trailing slash is the same route, for which the body is wrong.
        Assert.True(answer.Code is 404 or 400, answer.Text);
        Refused.AsPismo(answer, answer.Code, answer.Code == 404 ? "NOT_FOUND" : "INVALID_JSON");
    }

    /// <summary>A body of unknown length, sent in chunks.</summary>
    private sealed class PushedContent(byte[] body) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context) =>
            stream.WriteAsync(body).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
