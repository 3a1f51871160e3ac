namespace ForceOps.Api.Hosting;

/// <summary>Where the service listens unless it is told: on the loopback only, since open mode asks nobody who they are.</summary>
internal static class Kestrel
{
    private const string Default = "http://127.0.0.1:8080";

    /// <summary>In code rather than in appsettings.json, which would win over ASPNETCORE_URLS.</summary>
    internal static void UseLoopbackByDefault(this WebApplicationBuilder builder)
    {
        if (string.IsNullOrEmpty(builder.Configuration["urls"]) && string.IsNullOrEmpty(builder.Configuration["http_ports"]))
            builder.WebHost.UseUrls(Default);
    }
}

/// <summary>
/// How the framework goes on when a socket has something: on the thread that heard of it, instead of waking another one. A lone posting
/// waits for PostgreSQL once, and most of its time was the change of threads (measured: median 2.0 to 0.8 ms by the first of the two, a fifth
/// less by the second, and a third less of the service's processor time). Nothing on a request's way blocks a thread while it waits, or this
/// would be wrong: so no statement is cancelled, because the driver's cancel request waits for its answer on the thread that asks, which may be
/// the one that has to deliver it (six other connections stood still for 15 s). The exception is the console: a reader of the log that stops reading stops the service, at once instead of after a while.
/// </summary>
internal static class SocketThreads
{
    /// <summary>
    /// Of all sockets, the driver's too. To be called before the first one; whoever set the variable otherwise keeps it. There is no other
    /// switch (dotnet/runtime, SocketAsyncEngine.Unix.cs).
    /// </summary>
    internal static void ContinueInline()
    {
        const string name = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";
        if (Environment.GetEnvironmentVariable(name) is null)
            Environment.SetEnvironmentVariable(name, "1");
    }

    /// <summary>Of the web server, between its sockets and the requests.</summary>
    internal static void UseInlineRequests(this WebApplicationBuilder builder) =>
        builder.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);
}
