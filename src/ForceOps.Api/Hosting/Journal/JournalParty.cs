namespace ForceOps.Api.Hosting.Journal;

/// <summary>One end of a transfer.</summary>
/// <param name="Kind">account, merchant, card or custom_info; null when the side has no party.</param>
/// <param name="Id">None for the outside world, whose names are the customers' own words.</param>
internal readonly record struct JournalParty(string? Kind, JournalNumber Id);
