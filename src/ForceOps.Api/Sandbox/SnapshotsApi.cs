using ForceOps.Api.Access;
using ForceOps.Api.Findings;
using ForceOps.Api.Http;
using ForceOps.Api.Settings;
using ForceOps.Postgres.Books;
using ForceOps.Postgres.Schema;
using Microsoft.Extensions.Options;

namespace ForceOps.Api.Sandbox;

/// <summary>Serves <c>/sandbox/snapshots</c>, which stores a copy of an org's book under a name and restores it later.</summary>
internal static class SnapshotsApi
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        const string example = """{"name":"before","created_at":"2024-05-01T12:00:00Z","accounts":3,"authorizations":2,"movements":2}""";
        var name = new RequestPaths(SandboxName.Parameter("The name of the snapshot.", "before"));
        var taken = new Predecessor(SandboxDialect.Document, "takeSnapshot");
        routes.MapGet("/snapshots", ListAsync).Describe(
            "listSnapshots", "List snapshots", "Lists the org's snapshots by name.").WithMetadata(RequestQueries.Paged)
            .Answers(200, typeof(ListView<SnapshotView>), "A page of snapshots.", $$"""{"items":[{{example}}],"next":null}""");
        routes.MapPut("/snapshots/{name}", PutAsync).Describe("takeSnapshot", "Take a snapshot",
            "Stores a copy of the org's book under the name, in place of an earlier one.").WithMetadata(name)
            .Answers(200, typeof(SnapshotView), "The snapshot is replaced.", example)
            .Answers(201, typeof(SnapshotView), "The snapshot is taken.", example)
            .Refuses(409, "TOO_MANY_SNAPSHOTS", "The org has as many snapshots as it may have.");
        routes.MapGet("/snapshots/{name}", GetAsync).Describe(
            "getSnapshot", "Get a snapshot", "Shows a snapshot.").WithMetadata(name).After(taken)
            .Answers(200, typeof(SnapshotView), "The snapshot.", example);
        routes.MapPost("/snapshots/{name}/restore", RestoreAsync).Describe(
            "restoreSnapshot", "Restore a snapshot", "Sets the org's book back to the snapshot.").WithMetadata(name).After(taken)
            .Answers(200, typeof(SnapshotView), "The snapshot.", example);
        routes.MapDelete("/snapshots/{name}", DeleteAsync).Describe(
            "deleteSnapshot", "Delete a snapshot", "Removes a snapshot.").WithMetadata(name).After(taken)
            .Answers(204, null, "The snapshot is removed.");
    }

    private static async Task<IResult> ListAsync(HttpContext http, SandboxGate gate, Snapshots snapshots)
    {
        var (org, error) = await gate.OrgAsync(http);
        if (error is not null)
            return error;
        if (!Page.TryRead(http, out var page) || !page.IsOfNames)
            return Page.Invalid();
        var rows = await snapshots.ListAsync(org, page.After ?? "", page.Limit);
        return SandboxJson.Ok(ListView<SnapshotView>.Of([.. rows.Select(SnapshotView.Of)], page.Limit, view => view.Name));
    }

    private static async Task<IResult> GetAsync(HttpContext http, string name, SandboxGate gate, Snapshots snapshots)
    {
        var (org, error) = await gate.OrgAsync(http);
        return error ?? (await snapshots.FindAsync(org, name) is { } row ? SandboxJson.Ok(SnapshotView.Of(row)) : NotFound());
    }

    private static async Task<IResult> PutAsync(
        HttpContext http, string name, SandboxGate gate, Snapshots snapshots, IOptions<ForceOpsOptions> options)
    {
        var (org, error) = await gate.OrgAsync(http);
        if (error is not null)
            return error;
        if (!SandboxName.IsValid(name))
            return SandboxProblem.Invalid("name", SandboxName.Rule);
        var max = options.Value.Snapshots.Max;
        var (row, isNew) = await snapshots.TakeAsync(org, name, max);
        return row is null
            ? SandboxProblem.Of(409, "TOO_MANY_SNAPSHOTS", $"The org has {max} snapshots, as many as it may have. Delete one, or replace one by its name.")
            : SandboxJson.Ok(SnapshotView.Of(row), isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    private static async Task<IResult> DeleteAsync(HttpContext http, string name, SandboxGate gate, Snapshots snapshots)
    {
        var (org, error) = await gate.OrgAsync(http);
        return error ?? (await snapshots.DeleteAsync(org, name) ? TypedResults.NoContent() : NotFound());
    }

    private static async Task<IResult> RestoreAsync(
        HttpContext http, string name, SandboxGate gate, Snapshots snapshots, FindingsObserver observer)
    {
        var (org, error) = await gate.OrgAsync(http);
        if (error is not null)
            return error;
        if (await snapshots.RestoreAsync(org, name) is not { } row)
            return NotFound();
        observer.Cut(org);
        return SandboxJson.Ok(SnapshotView.Of(row));
    }

    private static IResult NotFound() => SandboxProblem.NotFound("snapshot");
}

/// <summary>Shows a snapshot and the number of its accounts, authorizations and movements.</summary>
internal sealed record SnapshotView(string Name, DateTime CreatedAt, long Accounts, long Authorizations, long Movements)
{
    internal static SnapshotView Of(SnapshotRow row) =>
        new(row.Name, row.CreatedAt.UtcDateTime, row.Accounts, row.Authorizations, row.Movements);
}
