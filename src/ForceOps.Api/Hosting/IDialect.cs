namespace ForceOps.Api.Hosting;

/// <summary>
/// The words of one emulated API for what happens outside its endpoints: an unknown path, a wrong method, a crash. An emulator that
/// answers in its framework's words is wrong at exactly the wrong moment.
/// </summary>
internal interface IDialect
{
    /// <summary>Of its document, its routes' group and its lines in the journal.</summary>
    string Name { get; }

    /// <summary>Whether the path belongs to this API, matched by a route or not.</summary>
    bool Owns(PathString path);

    IResult Refuse(HttpContext http, Refusal refusal);
}
