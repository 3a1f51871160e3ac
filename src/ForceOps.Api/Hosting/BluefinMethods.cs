namespace ForceOps.Api.Hosting;

/// <summary>How a key may be used.</summary>
[Flags]
public enum BluefinMethods
{
    None = 0,
    Hmac = 1,
    Basic = 2,
    All = Hmac | Basic,
}
