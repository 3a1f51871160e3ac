using System.Globalization;
using ForceOps.Api.Http;
using Microsoft.OpenApi;

namespace ForceOps.Api.Pismo.Accounts;

/// <summary>Reads the account in the path of a request and checks that the caller may reach it.</summary>
internal static class AccountPath
{
    internal const string Parameter = "accountId";

    internal static readonly RequestPaths Described = new(new RequestParameter(Parameter, "The id of the account.")
    { Type = JsonSchemaType.Integer, Format = "int64", Minimum = 1, Example = 1234 });

    /// <summary>Returns the id of the account; null for a text that is no id of an account.</summary>
    internal static long? IdOf(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0 ? id : null;

    /// <summary>Returns the id of the account in the request's path; null when the path has none.</summary>
    internal static long? IdOf(HttpRequest request) => IdOf(request.RouteValues[Parameter] as string);

    /// <summary>Returns the id of the account, or the refusal; the reach comes before the question whether the account exists.</summary>
    internal static (long Id, PismoError? Error) Read(PismoCall call, string text)
    {
        var id = IdOf(text);
        if (call.ReachError(id, "the path") is { } unreached)
            return (default, unreached);
        return id is { } found ? (found, null) : (default, PismoErrors.NoSuchAccount());
    }
}
