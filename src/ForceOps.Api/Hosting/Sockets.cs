namespace ForceOps.Api.Hosting;

/// <summary>How the framework goes on when a socket has something.</summary>
internal static class Sockets
{
    /// <summary>
    /// On the thread that heard of it, instead of waking another one: a lone posting waits for PostgreSQL once, and half of its time was
    /// the change of threads (measured: median 2.0 to 0.8 ms). Nothing here blocks a thread while it waits. To be called before the first
    /// socket; whoever set the variable otherwise keeps it. There is no other switch (dotnet/runtime, SocketAsyncEngine.Unix.cs).
    /// </summary>
    internal static void ContinueInline()
    {
        const string name = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";
        if (Environment.GetEnvironmentVariable(name) is null)
            Environment.SetEnvironmentVariable(name, "1");
    }
}
