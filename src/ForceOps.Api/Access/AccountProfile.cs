using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ForceOps.Api.Access;

/// <summary>
/// Holds what Pismo's account shows of the holder and the program. The ledger does not use it: a test sets what its client expects
/// to read, and what is absent has a constant value.
/// </summary>
internal sealed class AccountProfile
{
    private const string DateForm = "yyyy-MM-dd";

    /// <summary>The id of the application by which the account was opened, at most 60 characters.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [StringLength(60)]
    public string? AcquisitionId { get; init; }

    /// <summary>The document of the holder, at most 60 characters.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [StringLength(60)]
    public string? DocumentNumber { get; init; }

    /// <summary>The kind of the holder, at most 60 characters, such as PERSON.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [StringLength(60)]
    public string? EntityType { get; init; }

    /// <summary>The name of the holder, at most 200 characters.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [StringLength(200)]
    public string? Name { get; init; }

    /// <summary>The address of the holder, at most 200 characters.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [StringLength(200)]
    public string? Email { get; init; }

    /// <summary>The name of the account's program, at most 200 characters.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [StringLength(200)]
    public string? ProgramName { get; init; }

    /// <summary>The type of the account's program, at most 60 characters, such as PREPAID.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [StringLength(60)]
    public string? ProgramType { get; init; }

    /// <summary>The status of the collection of debts, at most 60 characters.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [StringLength(60)]
    public string? CollectionsStatus { get; init; }

    /// <summary>The due date of the open statement, as in 2026-12-31.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [RegularExpression("^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    public string? OpenDueDate { get; init; }

    /// <summary>The number of the open statement, 0 or more. The name is written as in Pismo's answer.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Range(0, int.MaxValue)]
    public int? CurrentCicle { get; init; }

    /// <summary>Reads a stored profile; an account without one has an empty profile.</summary>
    internal static AccountProfile Read(string? stored) =>
        stored is null ? new AccountProfile() : JsonSerializer.Deserialize(stored, ProfileJson.Default.AccountProfile)!;

    internal string ToStored() => JsonSerializer.Serialize(this, ProfileJson.Readable.AccountProfile);

    /// <summary>Returns the first member that is wrong, with the reason; null when there is none.</summary>
    internal (string Member, string Why)? Problem()
    {
        (string Member, string? Text, int Max)[] texts =
        [
            ("acquisition_id", AcquisitionId, 60), ("document_number", DocumentNumber, 60), ("entity_type", EntityType, 60),
            ("name", Name, 200), ("email", Email, 200), ("program_name", ProgramName, 200), ("program_type", ProgramType, 60),
            ("collections_status", CollectionsStatus, 60),
        ];
        foreach (var (member, text, max) in texts)
        {
            if (text is not null && (CodePoints.Count(text) > max || text.Any(char.IsControl)))
                return (member, $"must be at most {max} characters without control characters");
        }
        if (OpenDueDate is { } date
            && !DateOnly.TryParseExact(date, DateForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            return ("open_due_date", "must be a date, as in 2026-12-31");
        return CurrentCicle < 0 ? ("current_cicle", "must be 0 or more") : null;
    }
}

/// <summary>Reads and writes stored profiles, without the members that nobody has set.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AccountProfile))]
internal sealed partial class ProfileJson : JsonSerializerContext
{
    /// <summary>The context that writes the letters of all languages, for people with psql. The text is never part of a page.</summary>
    internal static ProfileJson Readable => OfPeople.Json;

    /// <summary>Holds the context in a type of its own, so that it is made after the generated default.</summary>
    private static class OfPeople
    {
        internal static readonly ProfileJson Json = new(
            new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}
