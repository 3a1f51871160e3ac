using System.Text.Json.Nodes;
using ForceOps.Api.Hosting.Journal;

namespace ForceOps.Api.Sandbox.Journal;

/// <summary>Why a request was refused.</summary>
/// <param name="Check">Which check failed: route, authentication, tenant, json, fields, tracking_id, ledger and others.</param>
/// <param name="Error">With ledger: the rule.</param>
/// <param name="Facts">What the check saw.</param>
/// <param name="Fields">With fields: which, and the rules that they broke; never their values.</param>
/// <param name="Differs">With tracking_id: in what this request is not the first one; empty for an honest repeat.</param>
internal sealed record RequestWhyView(
    string? Check, string? Error, JsonObject Facts, IReadOnlyList<RequestFieldView> Fields, IReadOnlyList<string> Differs)
{
    internal static RequestWhyView? Of(JournalWhy? why) => why is null ? null : new(
        RequestJson.Word(why.Check),
        RequestJson.Word(why.Error),
        RequestJson.Of(why.Facts),
        [.. why.Fields.Select(field => new RequestFieldView(field.Field, field.Message))],
        [.. Enum.GetValues<RequestFields>().Where(field => field != RequestFields.None && why.Difference.HasFlag(field)).Select(field => RequestJson.Word<RequestFields>(field)!)]);
}
