namespace ForceOps.Api.Hosting;

/// <summary>The bodies that Swagger UI and the start message offer to send.</summary>
internal static class Examples
{
    internal const string FirstForce = """{"account_id":1234,"amount":40.25,"processing_code":"090907"}""";
}
