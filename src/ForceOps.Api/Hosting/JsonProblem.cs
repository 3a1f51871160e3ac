namespace ForceOps.Api.Hosting;

/// <summary>What can be wrong with a body before its fields are looked at, in the order in which it is found.</summary>
internal enum JsonProblem
{
    None,
    UnsupportedMediaType,
    TooLarge,

    /// <summary>Not JSON, not UTF-8, or not an object.</summary>
    InvalidJson,

    /// <summary>JSON, but a member has the wrong type, is there twice or should not be there.</summary>
    InvalidField,
}
