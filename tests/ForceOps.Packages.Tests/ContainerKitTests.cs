using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Configurations;
using ForceOps.Testcontainers;

namespace ForceOps.Packages.Tests;

/// <summary>What <c>ForceOps.Testcontainers</c> asks an engine for. There is none here: nothing is started.</summary>
public sealed class ContainerKitTests
{
    [Fact]
    public void The_image_the_port_and_the_seed_are_in_the_configuration()
    {
        var seed = Path.Combine(AppContext.BaseDirectory, "seed.yaml");
        var builder = Engineless(new ForceOpsBuilder()).WithSeed(seed).WithPostgres("Host=db;Username=forceops").WithSetting("ForceOps:Mode", "strict");
        var configuration = ConfigurationOf(builder);

        Assert.Equal("forceops:latest", configuration.Image.FullName);
        // No port of this machine is named, so that it takes a free one.
        var (port, published) = Assert.Single(configuration.PortBindings);
        Assert.Equal(("8080", ""), (port.Split('/')[0], published));
        Assert.Equal(
            [("ConnectionStrings__Ledger", "Host=db;Username=forceops"), ("ForceOps__Mode", "strict"), ("ForceOps__Seed", "/forceops-seed.yaml")],
            configuration.Environments.Select(one => (one.Key, one.Value)).Order());
        Assert.Equal("/forceops-seed.yaml", Assert.Single(configuration.ResourceMappings).Target);
        // The engine's own check that the container runs, and ours that the ledger can post.
        Assert.Equal(2, configuration.WaitStrategies.Count());
    }

    [Fact]
    public void A_database_in_a_container_is_started_before()
    {
        var database = Engineless(new ContainerBuilder("postgres:18")).Build();
        var configuration = ConfigurationOf(Engineless(new ForceOpsBuilder("example.test/forceops:1")).WithPostgres(database, "Host=db"));

        Assert.Equal("example.test/forceops:1", configuration.Image.FullName);
        Assert.Same(database, Assert.Single(configuration.Containers));
        Assert.Equal("Host=db", configuration.Environments["ConnectionStrings__Ledger"]);
    }

    [Fact]
    public async Task A_container_is_made_without_an_engine_and_says_so_when_it_is_started()
    {
        await using var container = Engineless(new ForceOpsBuilder()).Build();
        Assert.IsType<ForceOpsContainer>(container);
        Assert.ThrowsAny<Exception>(container.GetBaseAddress);
    }

    /// <summary>Names an engine that is not there, so that nobody looks for one.</summary>
    private static TBuilder Engineless<TBuilder, TContainer, TConfiguration>(ContainerBuilder<TBuilder, TContainer, TConfiguration> builder)
        where TBuilder : ContainerBuilder<TBuilder, TContainer, TConfiguration>
        where TContainer : DotNet.Testcontainers.Containers.IContainer
        where TConfiguration : IContainerConfiguration => builder.WithDockerEndpoint("tcp://127.0.0.1:9").WithCleanUp(false);

    private static ForceOpsConfiguration ConfigurationOf(ForceOpsBuilder builder) => (ForceOpsConfiguration)typeof(ForceOpsBuilder)
        .GetProperty("DockerResourceConfiguration", System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.DeclaredOnly)!.GetValue(builder)!;
}
