namespace ForceOps.Api.Pismo;

internal sealed class PartyIdBody
{
    /// <summary>1 or more.</summary>
    public long? Id { get; set; }
}
