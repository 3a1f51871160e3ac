namespace ForceOps.Api.Fiserv;

internal sealed class AdditionalDataBody
{
    public TestTriggerBody? AdditionalData { get; init; }
}
