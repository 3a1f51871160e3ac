namespace ForceOps.Api.Tests.Documents;

/// <summary>What a document may print that is not what came, and what not.</summary>
public sealed class PrintedAnswersTests
{
    private const string Uuid = "01a1fe64-9fb5-7db5-b0d1-c2a3da748b7d";
    private const string OtherUuid = "01a1fe64-a484-730b-98ed-a8216b9bd550";

    [Theory]
    [InlineData("""{"authorization_id":2048,"amount":1}""", """{"authorization_id":8192,"amount":1}""")]
    [InlineData($$"""{"tracking_id":"{{Uuid}}"}""", $$"""{"tracking_id":"{{OtherUuid}}"}""")]
    [InlineData("""{"event_date":"2026-11-21T13:56:09.566Z"}""", """{"event_date":"2027-01-01T00:00:00.001Z"}""")]
    [InlineData("""{"transactionId":"000000002048","refundIds":["000000002049"]}""",
        """{"transactionId":"000000008192","refundIds":["000000008193"]}""")]
    [InlineData("""{"next":"12.0"}""", """{"next":"13.1"}""")]
    public void Ids_and_times_of_the_service_may_differ(string printed, string came) => Assert.Null(DifferenceOf(printed, came));

    [Theory]
    [InlineData("""{"amount":1}""", """{"amount":2}""")]
    [InlineData("""{"amount":1}""", """{"amount":1.0}""")]
    [InlineData("""{"amount":1}""", """{"amount":"1"}""")]
    [InlineData("""{"amount":1}""", """{"amount":1,"more":1}""")]
    [InlineData("""{"a":1,"b":1}""", """{"b":1,"a":1}""")]
    [InlineData("""{"code":"GONE"}""", """{"code":"HERE"}""")]
    [InlineData("""{"total":"5.00"}""", """{"total":"6.00"}""")]
    [InlineData("""{"list":[1]}""", """{"list":[1,1]}""")]
    [InlineData("""{"credit":0}""", """{"credit":2048}""")]
    [InlineData("""{"debit":null}""", """{"debit":2048}""")]
    [InlineData("""{"event_date":"2026-11-21T13:56:09.566Z"}""", """{"event_date":"soon"}""")]
    [InlineData("""{"authorization_id":2048,"parent_authorization_id":2048}""",
        """{"authorization_id":8192,"parent_authorization_id":8193}""")]
    [InlineData("""{"authorization_id":2048,"parent_authorization_id":4096}""",
        """{"authorization_id":8192,"parent_authorization_id":8192}""")]
    public void Everything_else_may_not(string printed, string came) => Assert.NotNull(DifferenceOf(printed, came));

    [Fact]
    public void What_the_document_sent_comes_back_as_it_is()
    {
        var answers = new PrintedAnswers();
        answers.Typed($"curl -d '{{\"tracking_id\":\"{Uuid}\"}}' http://x/accounts/1234");
        Assert.NotNull(Difference(answers, $$"""{"tracking_id":"{{Uuid}}"}""", $$"""{"tracking_id":"{{OtherUuid}}"}"""));
        Assert.NotNull(Difference(answers, """{"id":1234}""", """{"id":1235}"""));
    }

    [Fact]
    public void A_printed_id_is_typed_as_the_one_that_came()
    {
        var answers = new PrintedAnswers();
        Assert.Null(Difference(answers, """{"transactionId":"000000002048"}""", """{"transactionId":"000000008192"}"""));
        Assert.Equal("curl $B/000000008192/refund", answers.Typed("curl $B/000000002048/refund"));
        Assert.NotNull(Difference(answers, """{"transactionId":"000000002048"}""", """{"transactionId":"000000009999"}"""));
    }

    [Fact]
    public void An_id_that_came_may_be_printed_for_another_one()
    {
        var answers = new PrintedAnswers();
        Assert.Null(Difference(answers, """{"authorization_id":2048}""", """{"authorization_id":4096}"""));
        Assert.Equal("curl $U/4096", answers.Typed("curl $U/2048"));
        Assert.Null(Difference(answers, """{"authorization_id":4096}""", """{"authorization_id":6144}"""));
        Assert.Equal("curl $U/4096/6144", answers.Typed("curl $U/2048/4096"));
    }

    [Theory]
    [InlineData("HTTP/1.1 409 Conflict", "HTTP/1.1 409 Conflict", true)]
    [InlineData("HTTP/1.1 409 Conflict", "HTTP/1.1 201 Created", false)]
    [InlineData($"x-cid: {Uuid}", $"x-cid: {OtherUuid}", true)]
    public void Lines_are_compared_likewise(string printed, string came, bool equal) =>
        Assert.Equal(equal, new PrintedAnswers().Difference(printed, came) is null);

    private static string? DifferenceOf(string printed, string came) => Difference(new PrintedAnswers(), printed, came);

    private static string? Difference(PrintedAnswers answers, string printed, string came) =>
        answers.Difference(PrintedAnswers.Values(printed)[0], PrintedAnswers.Values(came)[0]);
}
