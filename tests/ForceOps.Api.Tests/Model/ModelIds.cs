namespace ForceOps.Api.Tests.Model;

/// <summary>Which of the service's authorizations is which of the model's.</summary>
internal sealed class ModelIds
{
    private readonly Dictionary<long, long> _serviceOf;

    internal ModelIds() : this([], [])
    {
    }

    private ModelIds(Dictionary<long, long> serviceOf, List<Authorization> posted) => (_serviceOf, Posted) = (serviceOf, posted);

    /// <summary>The model's authorizations in the order of posting.</summary>
    internal List<Authorization> Posted { get; }

    internal long? ServiceIdOf(long modelId) => _serviceOf.TryGetValue(modelId, out var id) ? id : null;

    internal void Add(Authorization model, long serviceId)
    {
        _serviceOf.Add(model.Id, serviceId);
        Posted.Add(model);
    }

    internal ModelIds Copy() => new(new(_serviceOf), [.. Posted]);

    /// <summary>Becomes what the other is.</summary>
    internal void Become(ModelIds other)
    {
        _serviceOf.Clear();
        foreach (var (model, service) in other._serviceOf)
            _serviceOf.Add(model, service);
        Posted.Clear();
        Posted.AddRange(other.Posted);
    }
}
