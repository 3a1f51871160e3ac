using System.Text.Json;

namespace ForceOps.Api.Tests.Model;

/// <summary>What the payment methods answer to the rules' outcome: the first authorization, also to a repeat, denied or not.</summary>
internal static class ModelPaymentAnswer
{
    /// <summary>The first difference; null when the answer is the outcome's. Notes the ids of what was stored.</summary>
    internal static string? DifferenceTo(Outcome outcome, Operation operation, JsonElement json, ModelIds ids)
    {
        var (main, other, cancelsPart) = outcome switch
        {
            Outcome.Accepted accepted => (accepted.Authorization, accepted.Counterpart, accepted.CancelsPart),
            Outcome.Duplicate repeat => (repeat.Earlier, repeat.Counterpart, repeat.CancelsPart),
            _ => (null, null, false),
        };
        if (main is null)
            return ModelAnswer.Differs("an authorization", false, json.TryGetProperty("authorization_id", out _));
        if (outcome is Outcome.Accepted)
        {
            ids.Add(main, json.GetProperty("authorization_id").GetInt64());
            if (other is not null)
                ids.Add(other, json.GetProperty("authorization_ids").GetProperty("credit").GetInt64());
        }
        var original = main.ParentId ?? main.Original?.Id ?? main.Id;
        return ModelAnswer.Differs("authorization_id", ids.ServiceIdOf(main.Id), json.GetProperty("authorization_id").GetInt64())
            ?? ModelAnswer.Differs(
                "original_authorization_id", ids.ServiceIdOf(original), json.GetProperty("original_authorization_id").GetInt64())
            ?? ModelAnswer.Differs("category", CategoryOf(main, operation, cancelsPart), json.GetProperty("category").GetString())
            ?? ModelAnswer.Differs("principal_amount", main.Amount, json.GetProperty("principal_amount").GetDecimal())
            ?? ModelAnswer.Differs("pre_authorization", main.Type == AuthorizationType.PreAuthorization,
                json.TryGetProperty("pre_authorization", out _));
    }

    private static string CategoryOf(Authorization main, Operation operation, bool cancelsPart) => (operation, main.Denied) switch
    {
        (CancelPayment, not null) => "DENIED_CANCELLATION",
        (_, not null) => "DENIED",
        (CancelPayment, null) => cancelsPart ? "PARTIAL_CANCELLATION" : "CANCELLATION",
        (ConfirmPayment, null) => "CONFIRMATION",
        _ => "AUTHORIZATION",
    };
}
