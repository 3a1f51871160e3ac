using System.Security.Cryptography;
using System.Text;
using ForceOps.Api.Bluefin;

namespace ForceOps.Api.Tests.Bluefin;

/// <summary>The vectors of facts A2, and that no byte of them can change.</summary>
public sealed class BluefinSignatureTests
{
    private const string Secret = "fedcba9876543210fedcba9876543210";
    private const string Force = "/api/v4/accounts/120000000001/payments/force";
    private const string Body =
        """{"bfTokenReference":"tok-demo-0001","posProfile":"ECOMMERCE","amounts":{"total":"5","currency":"USD"},"authCode":"OK4956"}""";

    private const string Post =
        """id="api_0123456789abcdef0123456789abcdef", nonce="6f1c2d3e4b5a69788796a5b4c3d2e1f0", timestamp="1721303065", response="4408bd5003e5526775e8338bb78694d2d92cd1d8695d0ad27ec818e1c8549581" """;

    private const string Get =
        """id="api_0123456789abcdef0123456789abcdef", nonce="6f1c2d3e4b5a69788796a5b4c3d2e1f0", timestamp="1721303065", response="b3947207dedf088569f8cfedd9ae0f14a0f578b6c73423416d191148650b6be9" """;

    [Fact]
    public void The_vectors_pass()
    {
        Assert.Equal("2d6ec54aafc1e68319590c21244fe53f4d69864a5bfe6e51b357feaf0982912c",
            Convert.ToHexStringLower(SHA256.HashData(Bytes(Body))));
        Assert.True(HmacCredentials.Parse(Post)!.Signs(Secret, "POST", Force, Bytes(Body)));
        Assert.True(HmacCredentials.Parse(Get)!.Signs(Secret, "GET", "/api/v4/accounts/120000000001/payments/000000007126", []));
    }

    [Fact]
    public void Every_altered_byte_fails()
    {
        var sent = HmacCredentials.Parse(Post)!;
        for (var i = 0; i < Body.Length; i++)
        {
            var altered = Bytes(Body);
            altered[i] ^= 1;
            Assert.False(sent.Signs(Secret, "POST", Force, altered));
        }
        Assert.All(Alter(sent.Response), response => Assert.False(
            (sent with { Response = response }).Signs(Secret, "POST", Force, Bytes(Body))));
        Assert.All(Alter(sent.Nonce), nonce => Assert.False((sent with { Nonce = nonce }).Signs(Secret, "POST", Force, Bytes(Body))));
        Assert.All(Alter(sent.Timestamp), time => Assert.False((sent with { Timestamp = time }).Signs(Secret, "POST", Force, Bytes(Body))));
        Assert.All(Alter(Force), path => Assert.False(sent.Signs(Secret, "POST", path, Bytes(Body))));
        Assert.All(Alter(Secret), secret => Assert.False(sent.Signs(secret, "POST", Force, Bytes(Body))));
        Assert.False(sent.Signs(Secret, "PUT", Force, Bytes(Body)));
        Assert.False((sent with { Response = sent.Response.ToUpperInvariant() }).Signs(Secret, "POST", Force, Bytes(Body)));
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static IEnumerable<string> Alter(string text) =>
        Enumerable.Range(0, text.Length).Select(i => text[..i] + (char)(text[i] ^ 1) + text[(i + 1)..]);
}
