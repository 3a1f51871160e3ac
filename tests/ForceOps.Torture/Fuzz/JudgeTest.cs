using System.Text;

namespace ForceOps.Torture.Fuzz;

/// <summary>
/// Proves that the judge can see: a true answer of the service passes, and each bug that is planted in it is noticed as what it is.
/// </summary>
internal static class JudgeTest
{
    private const string Shape = "shape";
    private const string Wire = "wire";
    private const string Inside = "inside";

    internal static async Task<bool> RunAsync(FuzzPlan plan, Credentials? credentials, TextWriter output)
    {
        using var session = new FuzzSession(plan, new Random(1), credentials);
        using var wire = new WireConnection(plan.Url);
        var route = plan.Routes.First(one => one is { Id: "forceOperation" });
        var force = new FuzzCase(route, "POST", route.Path)
        {
            Headers = [("x-tenant", session.Org), ("content-type", "application/json")],
            Bytes = """{"account_id":1,"amount":5,"processing_code":"090907","currency":"USD"}"""u8.ToArray(),
        };
        force = credentials is null ? force : await credentials.SignAsync(force);
        var wrong = force with { Bytes = "{}"u8.ToArray() };
        var lost = force with { Path = route.Path + "/nowhere" };
        var (posted, refused) = (await SendAsync(force), await SendAsync(wrong));

        var isRight = await ExpectAsync("a true answer", force, posted, null);
        isRight &= await ExpectAsync("a true refusal", wrong, refused, null);
        isRight &= await ExpectAsync("500", force, posted with { Status = 500 }, AnswerJudge.ServerError);
        isRight &= await ExpectAsync("503 without Retry-After", force, posted with { Status = 503 }, AnswerJudge.ServerError);
        isRight &= await ExpectAsync("no answer in time", force, Nothing("waited", hangs: true), AnswerJudge.Hang);
        isRight &= await ExpectAsync("a connection that ends", force, Nothing("closed", hangs: false), "no answer");
        isRight &= await ExpectAsync("bytes behind the answer", force, posted with { Trouble = "bytes after the answer" }, Wire);
        isRight &= await ExpectAsync("a status that is in no document", force, posted with { Status = 206 }, Shape);
        isRight &= await ExpectAsync("a member less", force, Saying(posted, "\"authorization_id\"", "\"authorisation\""), Shape);
        isRight &= await ExpectAsync(
            "a number as a text", force, Saying(posted, "\"authorization_id\":", "\"authorization_id\":\"\",\"x\":"), Shape);
        isRight &= await ExpectAsync("no JSON", force, Saying(posted, "}", ""), Shape);
        isRight &= await ExpectAsync("another content type", force, Typed(posted, "text/html"), Shape);
        isRight &= await ExpectAsync(
            "a refusal in another API's words", wrong, Text(refused, """{"errorType":"invalid_request"}"""), Shape);
        isRight &= await ExpectAsync(
            "an exception's name", wrong, Saying(refused, "\"message\":\"", "\"message\":\"NpgsqlException "), Inside);
        isRight &= await ExpectAsync("success where no route is", lost, posted, Shape);
        return Print("a refusal that writes", await session.NoticesWritesAsync(wrong, force)) && isRight;

        Task<WireAnswer> SendAsync(FuzzCase request) =>
            wire.SendAsync(request.Wire(plan.Url), request.Method, isHalf: false, TimeSpan.FromMinutes(1));

        async Task<bool> ExpectAsync(string what, FuzzCase request, WireAnswer answer, string? kind)
        {
            var failure = await plan.Judge.FailureAsync(request, answer);
            return Print(what, string.Equals(failure?.Kind, kind, StringComparison.Ordinal), failure);
        }

        bool Print(string what, bool isSeen, FuzzFailure? failure = null)
        {
            output.WriteLine($"{(isSeen ? "ok" : "WRONG")}: {what}{(isSeen ? "" : $": {failure}")}");
            return isSeen;
        }
    }

    private static WireAnswer Nothing(string trouble, bool hangs) => new(0, [], [], trouble, hangs);

    private static WireAnswer Saying(WireAnswer answer, string word, string other) =>
        Text(answer, answer.Text.Replace(word, other, StringComparison.Ordinal));

    private static WireAnswer Text(WireAnswer answer, string text) => answer with { Body = Encoding.UTF8.GetBytes(text) };

    private static WireAnswer Typed(WireAnswer answer, string type) => answer with
    {
        Headers = [("content-type", type), .. answer.Headers.Where(
            header => !header.Name.Equals("content-type", StringComparison.OrdinalIgnoreCase))],
    };
}
