namespace ForceOps.Api.Hosting;

/// <summary>Where the service listens unless it is told: on the loopback only, since open mode asks nobody who they are.</summary>
internal static class Address
{
    private const string Default = "http://127.0.0.1:8080";

    /// <summary>In code rather than in appsettings.json, which would win over ASPNETCORE_URLS.</summary>
    internal static void UseLoopbackByDefault(this WebApplicationBuilder builder)
    {
        if (string.IsNullOrEmpty(builder.Configuration["urls"]) && string.IsNullOrEmpty(builder.Configuration["http_ports"]))
            builder.WebHost.UseUrls(Default);
    }
}
