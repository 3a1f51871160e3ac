namespace ForceOps.Api.Hosting;

/// <summary>
/// Sets the address that the service listens on by default, and bounds how long a stop waits for requests. The default is the loopback
/// only, since open mode does not authenticate callers.
/// </summary>
internal static class Kestrel
{
    /// <summary>
    /// The default address. For this name Kestrel listens on 127.0.0.1 and on ::1, and on one of them where the machine has not the
    /// other.
    /// </summary>
    internal const string Default = "http://localhost:8080";

    /// <summary>
    /// The time that a stop gives requests to end by themselves: less than the ten seconds after which <c>docker stop</c> kills. Without a
    /// bound of our own, a client that reads an answer byte by byte would hold a stop for the framework's 30 seconds.
    /// </summary>
    private static readonly TimeSpan StopWait = TimeSpan.FromSeconds(8);

    /// <summary>Sets the default in code. A default in appsettings.json would override ASPNETCORE_URLS.</summary>
    internal static void UseLoopbackByDefault(this WebApplicationBuilder builder)
    {
        if (string.IsNullOrEmpty(builder.Configuration["urls"]) && string.IsNullOrEmpty(builder.Configuration["http_ports"]))
            builder.WebHost.UseUrls(Default);
    }

    /// <summary>Bounds a stop, unless the setting <c>shutdownTimeoutSeconds</c> says otherwise.</summary>
    internal static void BoundTheStop(this WebApplicationBuilder builder)
    {
        if (string.IsNullOrEmpty(builder.Configuration["shutdownTimeoutSeconds"]))
            builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopWait);
    }
}

/// <summary>
/// Makes the framework continue on the thread that received a socket's event, instead of waking another thread. A single posting
/// waits for PostgreSQL once, and most of its time was the change of threads. Measured: the first of the two settings reduced the
/// median from 2.0 to 0.8 ms, the second by a further fifth, and the service used a third less processor time. This is correct
/// only because nothing on a request's path blocks a thread while it waits. For that reason no statement is cancelled: the
/// driver's cancel request waits for its answer on the calling thread, and that thread may be the one that must deliver the
/// answer (six other connections stood still for 15 s). Only postings begin there: everything else runs on the thread pool
/// (<see cref="OutageAnswers"/>), since its first use of a query takes long. The exception is the console: a reader of the log that
/// stops reading stops the service, and does so at once instead of after a while.
/// </summary>
internal static class SocketThreads
{
    /// <summary>
    /// Turns inline continuation on for all sockets, the driver's included. It must be called before the first socket is opened,
    /// and it keeps a value that somebody has already set in the variable. There is no other switch (dotnet/runtime,
    /// SocketAsyncEngine.Unix.cs).
    /// </summary>
    internal static void ContinueInline()
    {
        const string name = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";
        if (Environment.GetEnvironmentVariable(name) is null)
            Environment.SetEnvironmentVariable(name, "1");
    }

    /// <summary>
    /// Lets headers with bytes above ASCII reach the gates, which refuse them in their dialect's words. Kestrel itself would answer
    /// 400 without a body.
    /// </summary>
    internal static void UseHeadersOfAnyBytes(this WebApplicationBuilder builder) =>
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.RequestHeaderEncodingSelector = static _ => System.Text.Encoding.Latin1);

    /// <summary>Turns inline continuation on for the web server, between its sockets and the requests.</summary>
    internal static void UseInlineRequests(this WebApplicationBuilder builder) =>
        builder.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);
}
