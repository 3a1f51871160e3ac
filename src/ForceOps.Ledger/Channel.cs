namespace ForceOps;

/// <summary>The dialect that an operation came through.</summary>
public enum Channel
{
    Pismo,
    Bluefin,
    Fiserv,
}
