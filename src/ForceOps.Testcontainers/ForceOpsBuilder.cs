using Docker.DotNet.Models;
using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Configurations;
using DotNet.Testcontainers.Containers;

namespace ForceOps.Testcontainers;

/// <summary>Builds a container with ForceOps.</summary>
/// <example><code>
/// await using var forceops = new ForceOpsBuilder().Build();
/// await forceops.StartAsync();
/// using var http = new HttpClient { BaseAddress = forceops.GetBaseAddress() };
/// </code></example>
public sealed class ForceOpsBuilder : ContainerBuilder<ForceOpsBuilder, ForceOpsContainer, ForceOpsConfiguration>
{
    /// <summary>The image that <c>docker build -t forceops .</c> makes from a clone; there is no published one.</summary>
    public const string LocalImage = "forceops:latest";

    /// <summary>The port on which the service listens inside the container.</summary>
    public const ushort HttpPort = 8080;

    private const string SeedFile = "/forceops-seed.yaml";

    /// <summary>Begins with <see cref="LocalImage"/>.</summary>
    public ForceOpsBuilder()
        : this(LocalImage)
    {
    }

    /// <summary>Begins with an image of yours.</summary>
    /// <param name="image">The name of the image, with its tag.</param>
    public ForceOpsBuilder(string image)
        : this(new ForceOpsConfiguration()) => DockerResourceConfiguration = Init().WithImage(image).DockerResourceConfiguration;

    private ForceOpsBuilder(ForceOpsConfiguration configuration)
        : base(configuration) => DockerResourceConfiguration = configuration;

    /// <inheritdoc />
    protected override ForceOpsConfiguration DockerResourceConfiguration { get; }

    /// <summary>Lets the start apply a seed file: orgs, accounts, processing codes, keys, webhooks.</summary>
    /// <param name="path">The file on this machine; YAML or JSON.</param>
    public ForceOpsBuilder WithSeed(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return WithResourceMapping(new FileInfo(path), new FileInfo(SeedFile)).WithSetting("ForceOps:Seed", SeedFile);
    }

    /// <summary>Keeps the ledger in a PostgreSQL of yours, instead of the one in the image.</summary>
    /// <param name="connectionString">
    /// As the container reaches it: <c>Host=</c> an alias in a network that both are in, for example.
    /// </param>
    public ForceOpsBuilder WithPostgres(string connectionString)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        return WithSetting("ConnectionStrings:Ledger", connectionString);
    }

    /// <summary>Keeps the ledger in the PostgreSQL of another container, and starts after it.</summary>
    /// <param name="postgres">The container of the database, such as one of <c>PostgreSqlBuilder</c>.</param>
    /// <param name="connectionString">As a container in the same network reaches it, such as <c>Host=db;Username=…</c>.</param>
    public ForceOpsBuilder WithPostgres(IContainer postgres, string connectionString) =>
        DependsOn(postgres).WithPostgres(connectionString);

    /// <summary>Changes a setting.</summary>
    /// <param name="name">The name as <c>docs/configuration.md</c> has it, such as <c>ForceOps:Mode</c>.</param>
    /// <param name="value">The value.</param>
    public ForceOpsBuilder WithSetting(string name, string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return WithEnvironment(name.Replace(":", "__", StringComparison.Ordinal), value);
    }

    /// <inheritdoc />
    public override ForceOpsContainer Build()
    {
        Validate();
        return new ForceOpsContainer(DockerResourceConfiguration);
    }

    /// <inheritdoc />
    protected override ForceOpsBuilder Init() => base.Init()
        .WithPortBinding(HttpPort, assignRandomHostPort: true)
        // Ready is more than healthy: it can post. Before, it answers 503.
        .WithWaitStrategy(Wait.ForUnixContainer().UntilHttpRequestIsSucceeded(
            request => request.ForPort(HttpPort).ForPath("/health/ready")));

    /// <inheritdoc />
    protected override ForceOpsBuilder Clone(IContainerConfiguration resourceConfiguration) =>
        Merge(DockerResourceConfiguration, new ForceOpsConfiguration(resourceConfiguration));

    /// <inheritdoc />
    protected override ForceOpsBuilder Clone(IResourceConfiguration<CreateContainerParameters> resourceConfiguration) =>
        Merge(DockerResourceConfiguration, new ForceOpsConfiguration(resourceConfiguration));

    /// <inheritdoc />
    protected override ForceOpsBuilder Merge(ForceOpsConfiguration oldValue, ForceOpsConfiguration newValue) =>
        new(new ForceOpsConfiguration(oldValue, newValue));
}

/// <summary>Is a container with ForceOps.</summary>
public sealed class ForceOpsContainer : DockerContainer
{
    /// <summary>Makes the container of a configuration; <see cref="ForceOpsBuilder"/> does it.</summary>
    /// <param name="configuration">The configuration of the container.</param>
    public ForceOpsContainer(ForceOpsConfiguration configuration)
        : base(configuration)
    {
    }

    /// <summary>Returns the address under which this machine reaches the service, once the container runs.</summary>
    public Uri GetBaseAddress() => new UriBuilder(Uri.UriSchemeHttp, Hostname, GetMappedPublicPort(ForceOpsBuilder.HttpPort)).Uri;
}

/// <summary>Holds what a container with ForceOps is made of. It has nothing that other containers do not have.</summary>
public sealed class ForceOpsConfiguration : ContainerConfiguration
{
    /// <summary>Begins with nothing.</summary>
    public ForceOpsConfiguration()
    {
    }

    /// <summary>Takes what every resource of an engine has.</summary>
    /// <param name="resource">The configuration to take.</param>
    public ForceOpsConfiguration(IResourceConfiguration<CreateContainerParameters> resource)
        : base(resource)
    {
    }

    /// <summary>Takes what every container has.</summary>
    /// <param name="container">The configuration to take.</param>
    public ForceOpsConfiguration(IContainerConfiguration container)
        : base(container)
    {
    }

    /// <summary>Merges two configurations.</summary>
    /// <param name="older">What counts where the other says nothing.</param>
    /// <param name="newer">What counts.</param>
    public ForceOpsConfiguration(ForceOpsConfiguration older, ForceOpsConfiguration newer)
        : base(older, newer)
    {
    }
}
