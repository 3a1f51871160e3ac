using System.Security.Cryptography;
using ForceOps.Api.Access;
using ForceOps.Api.Http;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.DataProtection;

namespace ForceOps.Api.WebConsole;

/// <summary>
/// Lets in who knows the sandbox's key, and everybody where there is none. The sign-in is a cookie that ends with the process.
/// </summary>
internal sealed class ConsoleSignIn(SandboxKey key, IDataProtectionProvider protection)
{
    internal const string Path = $"{ConsolePaths.Root}/sign-in";

    private const string Cookie = "forceops-console";
    private const string Mark = "knows the key";

    private readonly IDataProtector _protector = protection.CreateProtector("ForceOps.Console.SignIn");

    /// <summary>Returns true when the request may see the console.</summary>
    internal bool IsIn(HttpContext http) => key.Check(sent: null) switch
    {
        null => true,
        Refusal.Forbidden => false,
        _ => http.Request.Cookies[Cookie] is { } cookie && IsMark(cookie),
    };

    /// <summary>Asks for the key, or says that no key opens the console.</summary>
    internal Task AskAsync(HttpContext http) => AskAsync(http, wasWrong: false);

    /// <summary>Checks the key of a sign-in.</summary>
    internal async Task AnswerAsync(HttpContext http, IAntiforgery forgery)
    {
        if (!await forgery.IsRequestValidAsync(http) || key.Check(http.Request.Form["key"].ToString()) is not null)
        {
            await AskAsync(http, wasWrong: true);
            return;
        }
        http.Response.Cookies.Append(Cookie, _protector.Protect(Mark), new CookieOptions
        {
            HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = http.Request.IsHttps,
        });
        http.Response.Redirect(ConsolePaths.Root);
    }

    private Task AskAsync(HttpContext http, bool wasWrong)
    {
        if (key.Check(sent: null) is Refusal.Forbidden)
        {
            return ConsolePlainPages.WriteAsync(http, StatusCodes.Status403Forbidden, "The console is closed",
                "<p>In strict mode the console is closed until the setting <code>ForceOps:Sandbox:Key</code> gives the sandbox a key.</p>");
        }
        var token = http.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(http);
        var problem = wasWrong ? "<p class=\"notice bad\" role=\"alert\">This is not the key of <code>ForceOps:Sandbox:Key</code>.</p>" : "";
        return ConsolePlainPages.WriteAsync(http, StatusCodes.Status401Unauthorized, "Sign in", $"""
            {problem}
            <form method="post" action="{Path}" class="card">
              <label>The sandbox key<input type="password" name="key" autocomplete="current-password" autofocus required></label>
              <input type="hidden" name="{token.FormFieldName}" value="{token.RequestToken}">
              <button class="primary">Open the console</button>
            </form>
            """);
    }

    private bool IsMark(string cookie)
    {
        try
        {
            return string.Equals(_protector.Unprotect(cookie), Mark, StringComparison.Ordinal);
        }
        // The cookie is of an earlier process, or not ours.
        catch (CryptographicException)
        {
            return false;
        }
    }
}

/// <summary>Writes the pages that need no connection: they are sent while there is nothing to connect to, or nobody is signed in.</summary>
internal static class ConsolePlainPages
{
    /// <summary>Says that the ledger is starting or cannot reach its database; the page asks again by itself.</summary>
    internal static Task WaitAsync(HttpContext http)
    {
        if (!HttpMethods.IsGet(http.Request.Method) || http.WebSockets.IsWebSocketRequest)
            return ErrorResponses.AnswerAsync(http, Refusal.Unavailable);
        http.Response.Headers["Refresh"] = "1";
        http.Response.Headers.RetryAfter = "1";
        return WriteAsync(http, StatusCodes.Status503ServiceUnavailable, "ForceOps is not ready",
            "<p role=\"status\">The ledger is starting, stopping, or cannot reach its database. This page looks again every second.</p>");
    }

    internal static Task WriteAsync(HttpContext http, int status, string title, string body)
    {
        http.Response.StatusCode = status;
        http.Response.Headers.CacheControl = "no-store";
        http.Response.ContentType = "text/html; charset=utf-8";
        return http.Response.WriteAsync($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
              <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
              <title>{title} · ForceOps</title>
              <link rel="stylesheet" href="{ConsolePaths.Root}/console.css">
            </head>
            <body><main class="alone"><h1>{title}</h1>{body}</main></body>
            </html>
            """);
    }
}
