using ForceOps.Api.Tests.Bluefin;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Storm;

namespace ForceOps.Api.Tests.Fiserv;

/// <summary>
/// Card numbers and security codes are sent everywhere, and found nowhere: not in the output at any level, not in any table.
/// </summary>
public sealed class CardDataTests(SharedService shared)
{
    private const string Number = "4012000033330026";

    /// <summary>Three digits are in every id by chance; a word in the place of a security code is not.</summary>
    private const string LongCode = "cvv-that-must-not-be-kept";

    private static readonly (string, string)[] Everything =
    [
        ("Serilog:MinimumLevel:Default", "Debug"), ("Serilog:MinimumLevel:Override:Microsoft", "Debug"),
        ("Serilog:MinimumLevel:Override:Microsoft.EntityFrameworkCore.Database.Command", "Debug"),
        ("Serilog:MinimumLevel:Override:System", "Debug"), ("Serilog:MinimumLevel:Override:ForceOps.Requests", "Information"),
    ];

    [Fact]
    public async Task Nothing_of_a_card_is_kept_but_what_may_be_shown()
    {
        var service = await RunningService.StartAsync(await shared.Postgres.CreateDatabaseAsync(), Everything);
        await using (var tenant = service.NewTenant())
        {
            var sale = await tenant.ForcedPostAsync(FiservCalls.Sample);
            Assert.True(sale.Code == 201, sale.Text);
            string[] routes =
            [
                "/payments/v1/forcedpost", "/payments/v1/charges", "/payments/v1/cancels", "/payments/v1/refunds",
                "/payments/v1/transaction-inquiry",
                BluefinCalls.Path("force"), BluefinCalls.Path("init"), BluefinCalls.Path("000000000001/refund"),
                "/payments/v1/payments/force",
            ];
            foreach (var route in routes)
            {
                foreach (var body in Bodies(sale.TransactionId()))
                {
                    var answer = await tenant.SendAsync(HttpMethod.Post, route, body);
                    Assert.True(answer.Code is >= 200 and < 500, answer.Text);
                    Assert.DoesNotContain(Number, answer.Text, StringComparison.Ordinal);
                    Assert.DoesNotContain(LongCode, answer.Text, StringComparison.Ordinal);
                }
            }
            Assert.Equal(201, (await tenant.ForcedPostAsync(FiservCalls.Of(5006))).Code);
        }
        Assert.Equal(0, await service.StopAsync());
        Assert.Contains("DBG]", service.Output, StringComparison.Ordinal);
        foreach (var secret in new[] { Number, LongCode, "\"977\"", "4012 0000 3333 0026" })
        {
            Assert.DoesNotContain(secret, service.Output, StringComparison.Ordinal);
            foreach (var column in await TextColumnsAsync(service.Database))
            {
                var parts = column.Split(' ');
                var found = await Sql.ScalarAsync<long>(
                    service.Database, $"SELECT count(*) FROM {parts[0]} WHERE position('{secret}' IN {parts[1]}::text) > 0");
                Assert.True(found == 0, $"{secret} is in {column}");
            }
        }
    }

    private static Task<List<string>> TextColumnsAsync(string database) => Sql.RowsAsync(
        database,
        """
        SELECT table_name, column_name FROM information_schema.columns
        WHERE table_schema = 'public' AND table_name <> '__EFMigrationsHistory' AND data_type IN ('text', 'character varying', 'json', 'jsonb')
        """);

    private static IEnumerable<string> Bodies(string id) =>
    [
        FiservCalls.Sample,
        FiservCalls.Sample[..150],
        FiservCalls.Sample + "}",
        FiservCalls.With("\"977\"", $"\"{LongCode}\""),
        FiservCalls.With("\"cardData\"", $"\"{Number}\":1,\"cardData\""),
        FiservCalls.With("\"4012000033330026\"", "4012000033330026"),
        FiservCalls.With("\"4012000033330026\"", "[\"4012000033330026\"]"),
        FiservCalls.With("OK7244", Number),
        FiservCalls.Sample.Replace("{\"source\"", $"{{\"referenceTransactionDetails\":{{\"referenceTransactionId\":\"{id}\"}},\"source\"",
            StringComparison.Ordinal),
        BluefinCalls.Sample.Replace("PAYCONEX_TOKEN", Number, StringComparison.Ordinal),
        BluefinCalls.Sample.Replace("OK4956", Number, StringComparison.Ordinal),
        BluefinCalls.Sample.Replace("{\"bf", $"{{\"{Number}\":\"{LongCode}\",\"bf", StringComparison.Ordinal),
        BluefinCalls.Sample.Replace("{\"bf", $"{{\"description\":\"card {Number} 4012 0000 3333 0026\",\"customer\":{{\"name\":\"{Number}\"}},\"bf", StringComparison.Ordinal),
        BluefinCalls.Sample[..60] + Number,
        $"{{\"description\":\"{Number}\",\"customer\":{{\"name\":\"{Number}\"}}}}",
        $"\"{Number}\"",
        Number,
        $"cardData={Number}&securityCode={LongCode}",
    ];
}
