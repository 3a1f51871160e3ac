namespace ForceOps.Api.Fiserv;

/// <summary>
/// Takes <c>/ch</c> off the paths of the Commerce Hub routes: the vendor's public base URL ends in it, so that clients may or may
/// not send it. It runs before routing, so that fault rules, the journal and the documents know one path for each route.
/// </summary>
internal sealed class BaseUrlPrefix : IStartupFilter
{
    internal const string Path = "/ch";

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(static (HttpContext http, RequestDelegate rest) =>
        {
            if (http.Request.Path.StartsWithSegments(Path, out var path) && FiservDialect.Serves(path))
                (http.Request.PathBase, http.Request.Path) = (http.Request.PathBase.Add(Path), path);
            return rest(http);
        });
        next(app);
    };
}
