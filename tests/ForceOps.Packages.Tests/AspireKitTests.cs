using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace ForceOps.Packages.Tests;

/// <summary>The model that <c>AddForceOps</c> makes. Aspire's own orchestrator, which would run it, is not on this machine.</summary>
public sealed class AspireKitTests
{
    private readonly IDistributedApplicationBuilder _host = DistributedApplication.CreateBuilder(
        new DistributedApplicationOptions { DisableDashboard = true, AssemblyName = typeof(AspireKitTests).Assembly.GetName().Name });

    [Fact]
    public async Task It_is_a_program_on_data_of_its_own_with_an_endpoint_and_health()
    {
        var pismo = _host.AddForceOps("pismo");
        var resource = pismo.Resource;

        Assert.Equal("dotnet", Path.GetFileNameWithoutExtension(resource.Command));
        var arguments = await ArgumentsAsync(resource);
        Assert.Equal(Path.Combine(AppContext.BaseDirectory, "forceops", "forceops.dll"), arguments[0]);
        Assert.Equal(["serve", "--port", resource.PrimaryEndpoint.Property(EndpointProperty.TargetPort).ValueExpression, "--ephemeral"],
            arguments.Skip(1));
        var endpoint = Assert.Single(resource.Annotations.OfType<EndpointAnnotation>());
        Assert.Equal(("http", "http", null), (endpoint.Name, endpoint.UriScheme, endpoint.Port));
        Assert.Single(resource.Annotations.OfType<HealthCheckAnnotation>());
        Assert.Equal("{pismo.bindings.http.url}", resource.UriExpression.ValueExpression);
        // A tool of development is not deployed.
        Assert.Same(
            ManifestPublishingCallbackAnnotation.Ignore,
            Assert.Single(resource.Annotations.OfType<ManifestPublishingCallbackAnnotation>()));
        Assert.IsAssignableFrom<IResourceWithServiceDiscovery>(resource);
    }

    [Fact]
    public async Task The_seed_and_the_database_reach_the_program()
    {
        var ledger = _host.AddConnectionString("ledger");
        var resource = _host.AddForceOps("pismo", port: 8081).WithSeed("seed.yaml").WithPostgres(ledger).Resource;

        var arguments = await ArgumentsAsync(resource);
        Assert.Equal(["--seed", Path.Combine(_host.AppHostDirectory, "seed.yaml"), "--watch-seed"], arguments.TakeLast(3));
        Assert.DoesNotContain("--ephemeral", arguments);
        Assert.Equal(8081, Assert.Single(resource.Annotations.OfType<EndpointAnnotation>()).Port);
        Assert.Equal("{ledger.connectionString}", await VariableAsync(resource, "ConnectionStrings__Ledger"));
        Assert.Same(ledger.Resource, Assert.Single(resource.Annotations.OfType<WaitAnnotation>()).Resource);
    }

    [Fact]
    public async Task The_dashboard_links_to_the_console_and_another_service_finds_the_address()
    {
        var pismo = _host.AddForceOps("pismo");
        var shop = _host.AddExecutable("shop", "shop", ".").WithReference(pismo).WithEnvironment("Pismo__BaseAddress", pismo.Resource.UriExpression);
        var urls = new List<ResourceUrlAnnotation> { new() { Url = "http://localhost:1", Endpoint = pismo.Resource.PrimaryEndpoint } };
        var context = new ResourceUrlsCallbackContext(_host.ExecutionContext, pismo.Resource, urls);
        foreach (var links in pismo.Resource.Annotations.OfType<ResourceUrlsCallbackAnnotation>())
            await links.Callback(context);

        Assert.Equal(["/console", "/swagger"], urls.Select(url => url.Url).Where(url => url.StartsWith('/')));
        Assert.Equal("{pismo.bindings.http.url}", await VariableAsync(shop.Resource, "services__pismo__http__0"));
        Assert.Equal("{pismo.bindings.http.url}", await VariableAsync(shop.Resource, "Pismo__BaseAddress"));
    }

    private static async Task<List<string>> ArgumentsAsync(IResource resource)
    {
        var arguments = new List<object>();
        foreach (var annotation in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>())
            await annotation.Callback(new CommandLineArgsCallbackContext(arguments, resource, CancellationToken.None));
        return [.. arguments.Select(Text)];
    }

    private async Task<string> VariableAsync(IResource resource, string name)
    {
        var context = new EnvironmentCallbackContext(
            new DistributedApplicationExecutionContext(DistributedApplicationOperation.Publish), resource, []);
        foreach (var annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
            await annotation.Callback(context);
        return Text(context.EnvironmentVariables[name]);
    }

    private static string Text(object value) => value is IManifestExpressionProvider expression ? expression.ValueExpression : $"{value}";
}
