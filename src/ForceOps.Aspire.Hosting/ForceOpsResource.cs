namespace Aspire.Hosting.ApplicationModel;

/// <summary>Is ForceOps in an app host: a program beside the other services.</summary>
public sealed class ForceOpsResource : ExecutableResource, IResourceWithServiceDiscovery
{
    internal const string EndpointName = "http";

    internal ForceOpsResource(string name, string command, string workingDirectory)
        : base(name, command, workingDirectory)
    {
    }

    /// <summary>Gets the endpoint of the emulated routes, the sandbox and the console.</summary>
    public EndpointReference PrimaryEndpoint => field ??= new EndpointReference(this, EndpointName);

    /// <summary>Gets the address of the service, for the setting of a client that takes one.</summary>
    public ReferenceExpression UriExpression => ReferenceExpression.Create($"{PrimaryEndpoint.Property(EndpointProperty.Url)}");

    /// <summary>The seed file; null when there is none.</summary>
    internal string? Seed { get; set; }

    /// <summary>True when a PostgreSQL of the app host keeps the ledger.</summary>
    internal bool HasDatabase { get; set; }
}
