namespace ForceOps.Api.Hosting;

/// <summary>A body, or what is wrong with it.</summary>
/// <param name="Value">Null when there is a problem.</param>
/// <param name="Problem">None when there is a value.</param>
/// <param name="Path">With an invalid field: which one.</param>
internal readonly record struct JsonBody<T>(T? Value = null, JsonProblem Problem = JsonProblem.None, string Path = "")
    where T : class;
