namespace ForceOps;

public enum AccountProcessing
{
    /// <summary>Operations are posted before they are answered.</summary>
    Normal,

    /// <summary>Operations are accepted and posted later.</summary>
    Delayed,
}
