using System.Globalization;
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

    private const int NumberLength = 12;

    // Of this run, so that no run repeats another one's tracking ids.
    private readonly string _run = Guid.NewGuid().ToString("D")[..24];

    /// <summary>
    /// A request to be filled in again and again, so that next to nothing is allocated for each: the collector's pauses of the
    /// generator would
    /// count as the service's. Behind the account stand spaces, which JSON allows.
    /// </summary>
    internal sealed class Blank
    {
        private readonly byte[] _text;
        private readonly int _number;
        private readonly int _account;

        internal Blank(ForceRequests requests)
        {
            var body = $$"""{"tracking_id":"{{requests._run}}{{0:x12}}","account_id":{{0,NumberLength}},""" + Rest;
            var request = "POST /payments/v1/payments/force HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + $"Content-Length: {body.Length}\r\n\r\n{body}";
            _text = Encoding.ASCII.GetBytes(request);
            _number = request.IndexOf(requests._run, StringComparison.Ordinal) + requests._run.Length;
            _account = request.IndexOf("\"account_id\":", StringComparison.Ordinal) + "\"account_id\":".Length;
        }

        internal ReadOnlyMemory<byte> Fill(int number)
        {
#pragma warning disable CA5394 // Which account is hit is no secret.
            return Fill(number, Random.Shared.Next(1, ReferenceScript.Accounts + 1));
#pragma warning restore CA5394
        }

        internal ReadOnlyMemory<byte> Fill(int number, int account)
        {
            number.TryFormat(_text.AsSpan(_number, NumberLength), out _, "x12", CultureInfo.InvariantCulture);
            var field = _text.AsSpan(_account, NumberLength);
            account.TryFormat(field, out var length, provider: CultureInfo.InvariantCulture);
            field[length..].Fill((byte)' ');
            return _text;
        }
    }
}
