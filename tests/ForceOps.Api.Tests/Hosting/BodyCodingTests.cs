using System.IO.Compression;
using System.Text;
using ForceOps.Api.Tests.Bluefin;
using ForceOps.Api.Tests.Fiserv;
using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Hosting;

/// <summary>How a body is coded: content codings, byte order marks, charsets, chunks.</summary>
public sealed class BodyCodingTests(SharedService shared)
{
    private const string Force = "/payments/v1/payments/force";
    private const string Body = """{"account_id":1234,"amount":40.25,"processing_code":"090907"}""";

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("identity, gzip")]
    public async Task A_content_coding_is_refused_and_the_answer_says_what_is_taken(string coding)
    {
        await using var tenant = shared.NewTenant();
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(Body));
        (HttpMethod Method, string Path)[] routes =
        [
            (HttpMethod.Post, Force), (HttpMethod.Post, "/payments/v1/payments"), (HttpMethod.Post, "/payments/v1/forcedpost"),
            (HttpMethod.Post, BluefinCalls.Path("force")), (HttpMethod.Put, "/sandbox/accounts/1"), (HttpMethod.Put, "/sandbox/faults/x"),
        ];
        foreach (var (method, path) in routes)
        {
            foreach (var bytes in (byte[][])[packed.ToArray(), Encoding.UTF8.GetBytes(Body)])
            {
                var answer = await tenant.SendContentAsync(method, path, new ByteArrayContent(bytes), ("content-encoding", coding));
                Assert.True(answer.Code == 415, $"{path}: {answer.Code} {answer.Text}");
                Assert.Equal("identity", answer.Header("accept-encoding"));
            }
        }
        Refused.AsPismo(await tenant.ForceAsync(Body, ("content-encoding", coding)), 415, "UNSUPPORTED_MEDIA_TYPE");
        Refused.AsProblem(await tenant.SendAsync(HttpMethod.Put, "/sandbox/accounts/1", "{}", ("content-encoding", coding)), 415,
            "UNSUPPORTED_MEDIA_TYPE");
        await tenant.ForcedAsync(Body, ("content-encoding", "identity"));
    }

    [Fact]
    public async Task A_byte_order_mark_is_skipped_and_UTF_16_is_not_JSON()
    {
        await using var tenant = shared.NewTenant();
        await tenant.ForcedAsync("\ufeff" + Body);
        Assert.Equal(201, (await tenant.ForcedPostAsync("\ufeff" + FiservCalls.Sample)).Code);
        Assert.Equal(200, (await tenant.BluefinForceAsync("\ufeff" + BluefinCalls.Sample)).Code);
        Assert.Equal(200, (await tenant.PutAsync("/sandbox/accounts/1", "\ufeff{}")).Code);
        Refused.AsPismo(await tenant.ForceAsync("\ufeff\ufeff" + Body), 400, "INVALID_JSON");
        Refused.AsPismo(await tenant.ForceAsync("\ufeff"), 400, "INVALID_JSON");
        foreach (var encoding in (Encoding[])[Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32])
        {
            var bytes = encoding.GetPreamble().Concat(encoding.GetBytes(Body)).ToArray();
            Refused.AsPismo(await tenant.SendContentAsync(HttpMethod.Post, Force, new ByteArrayContent(bytes)), 400, "INVALID_JSON");
        }
    }

    [Theory]
    [InlineData("application/json; charset=UTF8")]
    [InlineData("application/json;charset=utf-8")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/json; charset=iso-8859-1")]
    [InlineData("application/json; charset=")]
    [InlineData("application/vnd.api+json; charset=\"utf-8\"; x=y")]
    public async Task A_charset_has_no_effect_on_JSON(string type)
    {
        await using var tenant = shared.NewTenant();
        var id = await tenant.ForcedAsync(Body[..^1] + ",\"descriptor\":\"Café\"}", ("content-type", type));
        Assert.Equal("Café", (await tenant.AuthorizationAsync(id)).GetProperty("descriptor").GetString());
        Assert.Equal(201, (await tenant.SendAsync(
            HttpMethod.Post, "/payments/v1/forcedpost", FiservCalls.Sample, ("content-type", type))).Code);
    }

    /// <summary>A size that no integer holds, as a failed read, was taken for a bug of the service.</summary>
    [Theory]
    [InlineData("ffffffffffffffff")]
    [InlineData("80000000")]
    [InlineData("-1")]
    [InlineData("xyz")]
    public async Task A_chunk_whose_size_is_none_is_a_bad_request(string size)
    {
        foreach (var path in (string[])[Force, "/payments/v1/forcedpost", BluefinCalls.Path("force"), "/passport/v2/oauth/token"])
        {
            var type = path.EndsWith("token", StringComparison.Ordinal) ? "application/x-www-form-urlencoded" : "application/json";
            var answer = await RawConnection.ExchangeAsync(
                shared.Service.Url, $"POST {path} HTTP/1.1\nhost: localhost\ncontent-type: {type}\ntransfer-encoding: chunked\nconnection: close\n\n{size}\n{{}}\n0\n\n");
            Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
            Assert.Contains("x-cid: ", answer, StringComparison.OrdinalIgnoreCase);
        }
    }

    /// <summary>
    /// Bytes above ASCII in a header reach the gate: those that it reads are refused in its words, the others have no effect.
    /// </summary>
    [Fact]
    public async Task Latin_1_in_a_header_is_answered_by_the_dialect()
    {
        var head = $"POST {Force} HTTP/1.1\nhost: localhost\ncontent-type: application/json\nconnection: close\ncontent-length: {Body.Length}\n";
        var refused = await RawConnection.ExchangeAsync(shared.Service.Url, $"{head}x-cid: Caf\u00e9\n\n{Body}");
        Assert.StartsWith("HTTP/1.1 400 ", refused, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"INVALID_FIELD\"", refused, StringComparison.Ordinal);
        var taken = await RawConnection.ExchangeAsync(
            shared.Service.Url, $"{head}x-tenant: TN-{Guid.NewGuid()}\nx-note: Caf\u00e9\n\n{Body}");
        Assert.StartsWith("HTTP/1.1 201 ", taken, StringComparison.Ordinal);
    }
}
