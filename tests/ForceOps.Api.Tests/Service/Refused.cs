using System.Text.Json;

namespace ForceOps.Api.Tests.Service;

/// <summary>
/// Asserts that an answer is a refusal in the contract's words: the envelope of the Pismo routes, or the sandbox's problem document.
/// </summary>
internal static class Refused
{
    private static readonly string[] Forbidden =
        ["Exception", "   at ", "Npgsql", "System.", "PostgreSQL", "SQLSTATE", "constraint", "relation ", "LineNumber", "BytePosition",
            "\"errors\""];

    /// <summary>The Pismo envelope: code and message, and details with field errors, of which the first one is the field.</summary>
    internal static void AsPismo(Answer answer, int status, string code, string? field = null)
    {
        Assert.True(answer.Code == status, $"expected {status}, got {answer.Code}: {answer.Text}");
        Assert.Equal("application/json", answer.Message.Content.Headers.ContentType?.MediaType);
        var names = Names(answer.Json);
        Assert.Equal(field is null ? "code, message" : "code, message, details", names);
        Assert.Equal(code, answer.ErrorCode);
        Assert.False(string.IsNullOrEmpty(answer.Json.GetProperty("message").GetString()));
        if (field is not null)
        {
            var first = answer.Json.GetProperty("details")[0];
            Assert.Equal("field, message", Names(first));
            Assert.Equal(field, first.GetProperty("field").GetString());
            Assert.Contains(field, answer.Json.GetProperty("message").GetString(), StringComparison.Ordinal);
        }
        Assert.DoesNotContain("traceId", answer.Text, StringComparison.Ordinal);
        SaysNothingOfTheInside(answer);
    }

    /// <summary>RFC 9457 with a <c>code</c>.</summary>
    internal static void AsProblem(Answer answer, int status, string code)
    {
        Assert.True(answer.Code == status, $"expected {status}, got {answer.Code}: {answer.Text}");
        Assert.Equal("application/problem+json", answer.Message.Content.Headers.ContentType?.MediaType);
        Assert.Equal(code, answer.ErrorCode);
        Assert.Equal(status, answer.Json.GetProperty("status").GetInt32());
        Assert.False(string.IsNullOrEmpty(answer.Json.GetProperty("title").GetString()));
        Assert.False(string.IsNullOrEmpty(answer.Json.GetProperty("detail").GetString()));
        SaysNothingOfTheInside(answer);
    }

    /// <summary>The members of an object in their order.</summary>
    internal static string Names(JsonElement json) => string.Join(", ", json.EnumerateObject().Select(member => member.Name));

    private static void SaysNothingOfTheInside(Answer answer)
    {
        Assert.All(Forbidden, word => Assert.DoesNotContain(word, answer.Text, StringComparison.Ordinal));
        Assert.False(string.IsNullOrEmpty(answer.Header("x-cid")), "every answer carries x-cid");
    }
}
