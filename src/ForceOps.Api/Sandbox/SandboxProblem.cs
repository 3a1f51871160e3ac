namespace ForceOps.Api.Sandbox;

/// <summary>A problem document with a <c>code</c> for programs.</summary>
internal static class SandboxProblem
{
    internal static IResult Of(int status, string code, string detail) =>
        TypedResults.Problem(detail, statusCode: status, extensions: [KeyValuePair.Create("code", (object?)code)]);

    internal static IResult Invalid(string field, string message) => Of(400, "INVALID_FIELD", $"{field} {message}");

    internal static IResult NotFound(string what) => Of(404, "NOT_FOUND", $"No such {what} in this org.");
}
