using ForceOps.Tool.Attack;
using ForceOps.Tool.Service;

namespace ForceOps.Api.Tests.Attack;

/// <summary>Files of HTTP requests as editors write them.</summary>
public sealed class HttpFileTests
{
    private static readonly UnitOfWork Unit = new(7, 1234, 40.5m, Guid.Parse("5a0b7a52-3b3e-4a83-9a6e-0d2b6f0a6f01"));

    [Fact]
    public async Task Requests_have_their_variables_placeholders_headers_and_bodies()
    {
        var requests = HttpFile.Parse(
            """
            # A comment
            @host = http://localhost:5080
            @base = {{host}}/v1

            ### Pay
            // another comment
            PUT {{base}}/payouts/{{uuid}} HTTP/1.1
            Content-Type: application/json
            x-number: {{n}}

            {
              "account": {{account}},
              "amount": {{amount}}
            }

            ### Look
            {{host}}/accounts/{{account}}
            """, "pay.http");

        Assert.Equal(2, requests.Count);
        using var pay = requests[0].For(Unit);
        Assert.Equal((HttpMethod.Put, "http://localhost:5080/v1/payouts/5a0b7a52-3b3e-4a83-9a6e-0d2b6f0a6f01"), (pay.Method, pay.RequestUri!.ToString()));
        Assert.Equal("7", Assert.Single(pay.Headers.GetValues("x-number")));
        Assert.Equal("application/json", pay.Content!.Headers.ContentType!.ToString());
        Assert.Equal("{\n  \"account\": 1234,\n  \"amount\": 40.50\n}", await pay.Content.ReadAsStringAsync());
        using var look = requests[1].For(Unit);
        Assert.Equal((HttpMethod.Get, "http://localhost:5080/accounts/1234", null), (look.Method, look.RequestUri!.ToString(), look.Content));
    }

    [Theory]
    [InlineData("POST /pay", "is no request with an absolute address")]
    [InlineData("POST http://localhost/pay\n{\"a\":1}", "an empty line stands between headers and body")]
    public void What_is_no_request_is_said_with_the_line(string text, string said) =>
        Assert.Contains(said, Assert.Throws<ToolException>(() => HttpFile.Parse(text, "pay.http")).Message);
}
