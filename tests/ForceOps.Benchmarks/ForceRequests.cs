using System.Text;

namespace ForceOps.Benchmarks;

/// <summary>The requests of <c>reference/force.lua</c>, for the open loop: a new tracking id each, on a random account.</summary>
internal sealed class ForceRequests
{
    private const string Rest =
        """
        "amount":40.25,"processing_code":"090907","currency":"USD","descriptor":"Forced single credit operation",
        """
        + """
        "metadata":{"any-key":"any-value"}}
        """;

    // Of this run, so that no run repeats another one's tracking ids.
    private readonly string _run = Guid.NewGuid().ToString("D")[..24];

    internal byte[] Make(int number)
    {
#pragma warning disable CA5394 // Which account is hit is no secret.
        var account = Random.Shared.Next(1, ReferenceScript.Accounts + 1);
#pragma warning restore CA5394
        return Make(number, account);
    }

    internal byte[] Make(int number, int account)
    {
        var body = $$"""{"tracking_id":"{{_run}}{{number:x12}}","account_id":{{account}},""" + Rest;
        return Encoding.ASCII.GetBytes(
            "POST /payments/v1/payments/force HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + $"Content-Length: {body.Length}\r\n\r\n{body}");
    }
}
