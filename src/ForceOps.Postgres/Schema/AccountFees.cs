using System.Text.Json;
using System.Text.Json.Serialization;

namespace ForceOps.Postgres.Schema;

/// <summary>
/// Reads and writes the fees of an account as the text of their column: an object with one member for each processing code.
/// </summary>
public static class AccountFees
{
    public static IReadOnlyDictionary<ProcessingCode, FeeRule> Read(string text) =>
        JsonSerializer.Deserialize(text, AccountFeesJson.Default.DictionaryStringStoredFee)!.ToDictionary(
            fee => ProcessingCode.Parse(fee.Key),
            fee => new FeeRule(fee.Value.Fixed, fee.Value.Percent, ColumnText.ToFeeMethod(fee.Value.Method)));

    /// <summary>Returns the text of the column; null when there are no fees.</summary>
    public static string? Text(IReadOnlyDictionary<ProcessingCode, FeeRule> fees) => fees.Count == 0 ? null : JsonSerializer.Serialize(
        fees.OrderBy(fee => fee.Key.Text, StringComparer.Ordinal).ToDictionary(
            fee => fee.Key.Text, fee => new StoredFee(fee.Value.Fixed, fee.Value.Percent, ColumnText.Of(fee.Value.Method)),
            StringComparer.Ordinal),
        AccountFeesJson.Default.DictionaryStringStoredFee);
}

/// <summary>Holds a fee in its stored form, whose member names never change.</summary>
internal sealed record StoredFee(decimal Fixed, decimal Percent, string Method);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Dictionary<string, StoredFee>))]
internal sealed partial class AccountFeesJson : JsonSerializerContext;
