namespace ForceOps.Api.Fiserv;

internal sealed class AdditionalDataCommonBody
{
    public AdditionalDataBody? AdditionalData { get; init; }
}
