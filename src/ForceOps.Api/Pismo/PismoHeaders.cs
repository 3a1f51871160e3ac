using ForceOps.Api.Hosting;

namespace ForceOps.Api.Pismo;

internal static class PismoHeaders
{
    internal static readonly RequestHeaders All = new(
        ("x-tenant", "The org, TN- and a UUID; the default org when absent in open mode."),
        ("x-cid", "Correlation id, at most 64 visible characters; made when absent, echoed on the answer."),
        ("x-account-id", "Must be the body's account when sent."),
        ("x-skip-timeline", "true leaves the operation out of the account's timeline."),
        RequestHeaders.Fault);
}
