using Aspire.Hosting.ApplicationModel;
using ForceOps;

namespace Aspire.Hosting;

/// <summary>Adds ForceOps to an app host.</summary>
public static class ForceOpsHosting
{
    private const string HealthPath = "/health/ready";

    /// <summary>
    /// Adds ForceOps. It runs beside the other services while the app host runs, on data of its own that are removed at the end, and is no
    /// part of what is deployed.
    /// </summary>
    /// <param name="builder">The app host.</param>
    /// <param name="name">The name of the resource; a service that refers to it finds it as <c>http://name</c>.</param>
    /// <param name="port">The port for your own calls; null for a free one.</param>
    public static IResourceBuilder<ForceOpsResource> AddForceOps(
        this IDistributedApplicationBuilder builder, [ResourceName] string name, int? port = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var resource = new ForceOpsResource(name, PackagedService.DotNet, builder.AppHostDirectory);
        return builder.AddResource(resource)
            .WithArgs(context => AddArguments(context.Args, resource))
            .WithHttpEndpoint(port, name: ForceOpsResource.EndpointName)
            .WithHttpHealthCheck(HealthPath)
            .WithOtlpExporter()
            .WithUrlForEndpoint(ForceOpsResource.EndpointName, url => url.DisplayText = "Address")
            .WithUrlForEndpoint(ForceOpsResource.EndpointName, _ => new ResourceUrlAnnotation { Url = "/console", DisplayText = "Console" })
            .WithUrlForEndpoint(ForceOpsResource.EndpointName, _ => new ResourceUrlAnnotation { Url = "/swagger", DisplayText = "Swagger UI" })
            .WithIconName("Money")
            .ExcludeFromManifest();
    }

    /// <summary>Lets the start apply a seed file, and applies it again whenever it changes.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="file">The file, YAML or JSON; a relative path begins at the app host's folder.</param>
    public static IResourceBuilder<ForceOpsResource> WithSeed(this IResourceBuilder<ForceOpsResource> builder, string file)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(file);
        builder.Resource.Seed = Path.GetFullPath(file, builder.ApplicationBuilder.AppHostDirectory);
        return builder;
    }

    /// <summary>Keeps the ledger in a PostgreSQL of the app host, and waits for it.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="database">A database, such as <c>builder.AddPostgres("postgres").AddDatabase("ledger")</c>.</param>
    public static IResourceBuilder<ForceOpsResource> WithPostgres(
        this IResourceBuilder<ForceOpsResource> builder, IResourceBuilder<IResourceWithConnectionString> database)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(database);
        builder.Resource.HasDatabase = true;
        return builder.WithReference(database, connectionName: "Ledger").WaitFor(database);
    }

    private static void AddArguments(IList<object> arguments, ForceOpsResource resource)
    {
        arguments.Add(PackagedService.Program);
        arguments.Add("serve");
        arguments.Add("--port");
        arguments.Add(resource.PrimaryEndpoint.Property(EndpointProperty.TargetPort));
        if (!resource.HasDatabase)
            arguments.Add("--ephemeral");
        if (resource.Seed is not { } seed)
            return;
        arguments.Add("--seed");
        arguments.Add(seed);
        arguments.Add("--watch-seed");
    }
}
