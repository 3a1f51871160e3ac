using ForceOps.Postgres.Schema;

namespace ForceOps.Api.Tests.Delayed;

/// <summary>What is written down of an operation is what it was, apart from the delay, which the row keeps as a date.</summary>
public sealed class OperationJsonTests
{
    private const int FixedSeed = 20_261_121;
    private const int Count = 4000;

    private static readonly string?[] Texts = [
        null, "", "text", "Ünïcødé 日本 🙂 \"quoted\" \\ </script>\n\t", "{\"a\": 1.50, \"b\":[1e400]}"];
    private static readonly decimal[] Sums = [0.01m, 1, 1.0m, 1.50m, 1.2345m, 999_999_999_999_999.9999m];

    [Fact]
    public void Every_operation_comes_back_as_it_was()
    {
        var random = new Random(int.TryParse(Environment.GetEnvironmentVariable("FORCEOPS_SEED"), out var seed) ? seed : FixedSeed);
        var seen = new HashSet<Type>();
        for (var i = 0; i < Count; i++)
        {
            var operation = Any(random);
            var text = OperationJson.Write(operation with { Delay = Maybe(random, TimeSpan.FromSeconds(1)) });
            var back = OperationJson.Read(text);
            Assert.True(operation == back, $"{operation}\n{text}\n{back}");
            Assert.Equal(text, OperationJson.Write(back));
            seen.Add(operation.GetType());
        }
        var all = typeof(Operation).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Operation)) && !type.IsAbstract);
        Assert.Equal(all.ToHashSet(), seen);
    }

    private static Operation Any(Random random)
    {
        Operation operation = random.Next(13) switch
        {
            0 => new Force
            {
                TrackingId = Tracking(random), CorrelationId = "", AccountId = random.NextInt64(1, long.MaxValue), Amount = Sum(random),
                ProcessingCode = Code(random),
                Currency = AnyCurrency(random), Original = Maybe(
                    random, new OriginalAuthorization(random.NextInt64(1, long.MaxValue), random.Next(2) == 0)),
                ValueDate = Maybe(random, new DateTimeOffset(random.NextInt64(DateTime.MaxValue.Ticks), TimeSpan.Zero)),
            },
            1 => new CancelForce
            {
                TrackingId = Tracking(random), CorrelationId = "", AuthorizationId = Maybe(random, random.NextInt64(1, long.MaxValue)),
                OriginalTrackingId = Maybe(random, Tracking(random)), Amount = Maybe(random, Sum(random)), CancelFees = random.Next(2) == 0,
                Settlement = Pick(random, Enum.GetValues<Settlement>()),
            },
            2 => new Transfer
            {
                TrackingId = Tracking(random), CorrelationId = "", From = Party(random), To = Party(random), Amount = Sum(random),
                Currency = AnyCurrency(random),
                DebitCode = Maybe(random, Code(random)), CreditCode = Maybe(random, Code(random)),
            },
            3 => new HoldFunds
            {
                TrackingId = Tracking(random), CorrelationId = "", AccountId = random.NextInt64(1, long.MaxValue), Amount = Sum(random),
                ProcessingCode = Code(random), SkipsBalance = random.Next(2) == 0, SkipsStatus = random.Next(2) == 0,
            },
            4 => new ReleaseHold
            {
                TrackingId = Tracking(random), CorrelationId = "", AccountId = random.NextInt64(1, long.MaxValue), Amount = Sum(random),
                ProcessingCode = Code(random), AuthorizationId = Maybe(random, random.NextInt64(1, long.MaxValue)),
                OriginalTrackingId = Maybe(random, Tracking(random)), SkipsStatus = random.Next(2) == 0,
            },
            5 => new TransferHold
            {
                TrackingId = Tracking(random), CorrelationId = "", AccountId = random.NextInt64(1, long.MaxValue), Amount = Sum(random),
                ProcessingCode = Code(random), AuthorizationId = Maybe(random, random.NextInt64(1, long.MaxValue)),
                OriginalTrackingId = Maybe(random, Tracking(random)), SkipsStatus = random.Next(2) == 0, To = Party(random),
            },
            6 => new CancelHoldTransfer
            {
                TrackingId = Tracking(random), CorrelationId = "", AccountId = random.NextInt64(1, long.MaxValue), Amount = Sum(random),
                ProcessingCode = Code(random), AuthorizationId = Maybe(random, random.NextInt64(1, long.MaxValue)),
                OriginalTrackingId = Maybe(random, Tracking(random)),
            },
            7 => PaymentOf(random),
            8 => new PaymentTransfer
            {
                TrackingId = Tracking(random), CorrelationId = "", From = random.NextInt64(1, long.MaxValue),
                To = random.NextInt64(1, long.MaxValue), Amount = Sum(random), Currency = AnyCurrency(random),
                DebitCode = Maybe(random, Code(random)), CreditCode = Maybe(random, Code(random)),
            },
            9 => new CancelPayment
            {
                TrackingId = Tracking(random), CorrelationId = "", AuthorizationId = Maybe(random, random.NextInt64(1, long.MaxValue)),
                OriginalTrackingId = Maybe(random, Tracking(random)), Amount = Maybe(random, Sum(random)),
            },
            10 => new PreAuthorization(PaymentOf(random)),
            11 => new ConfirmPayment
            {
                TrackingId = Tracking(random), CorrelationId = "", AuthorizationId = Maybe(random, random.NextInt64(1, long.MaxValue)),
                OriginalTrackingId = Maybe(random, Tracking(random)), Amount = Maybe(random, Sum(random)),
            },
            _ => new CancelTransfer
            {
                TrackingId = Tracking(random), CorrelationId = "", AuthorizationId = Maybe(random, random.NextInt64(1, long.MaxValue)),
                OriginalTrackingId = Maybe(random, Tracking(random)), Amount = Sum(random), DebitCode = Maybe(random, Code(random)),
                CreditCode = Maybe(random, Code(random)),
            },
        };
        return operation with
        {
            CorrelationId = Pick(random, ["", "cid", "~!@#$%^&*\"'\\"]),
            Channel = Pick(random, Enum.GetValues<Channel>()),
            ConfinedTo = Maybe(random, random.NextInt64(1, long.MaxValue)),
            InTimeline = random.Next(2) == 0,
            Descriptor = Pick(random, Texts),
            Metadata = Pick(random, Texts),
            AcquirerAnswer = Maybe(random, Pick(random, Enum.GetValues<AcquirerAnswer>())),
        };
    }

    private static TransferParty Party(Random random) => random.Next(4) switch
    {
        0 => new TransferParty.Customer(random.NextInt64(1, long.MaxValue)),
        1 => new TransferParty.Merchant(random.NextInt64(1, long.MaxValue)),
        2 => new TransferParty.Card(random.NextInt64(1, long.MaxValue)),
        _ => new TransferParty.Outside(Pick(random, Texts) ?? "", Pick(random, Texts) ?? ""),
    };

    private static Payment PaymentOf(Random random) => new()
    {
        TrackingId = Tracking(random), CorrelationId = "", AccountId = random.NextInt64(1, long.MaxValue), Amount = Sum(random),
        ProcessingCode = Code(random), Currency = AnyCurrency(random),
    };

    private static TrackingId Tracking(Random random) =>
        TrackingId.Parse(Pick(random, ["t", "日本 🙂", "\"\\", new string('x', TrackingId.LengthMax)]));
    private static Amount Sum(Random random) => Amount.Create(Pick(random, Sums));

    private static ProcessingCode Code(Random random) => ProcessingCode.Parse(Pick(random, ["090907", "MSALE1", "abc"]));

    private static Currency? AnyCurrency(Random random) => Pick(random, [null, Currency.Usd, Currency.Parse("CLF")]);

    private static T? Maybe<T>(Random random, T value)
        where T : struct => random.Next(3) == 0 ? null : value;

    private static T Pick<T>(Random random, T[] values) => values[random.Next(values.Length)];
}
