namespace ForceOps.Api.Hosting;

/// <summary>Which of the vendor's published answers a forced post looks like.</summary>
public enum FiservProfile
{
    /// <summary>The page of July 2023: response code 000000.</summary>
    Seed,

    /// <summary>All later material: response code 000, no primary transaction id.</summary>
    Current,
}
