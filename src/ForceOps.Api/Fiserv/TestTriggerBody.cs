namespace ForceOps.Api.Fiserv;

internal sealed class TestTriggerBody
{
    /// <summary>Forces this response code; all but zeros decline.</summary>
    public string? RequestedTestResponseCode { get; init; }
}
