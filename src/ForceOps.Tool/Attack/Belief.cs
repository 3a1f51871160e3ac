using System.Globalization;
using System.Text.Json;
using ForceOps.Tool.Service;

namespace ForceOps.Tool.Attack;

/// <summary>
/// Asks the client which balance it believes an account to have: by an address or by a command, with <c>{{account}}</c> in it.
/// </summary>
internal sealed class Belief(string source) : IDisposable
{
    private readonly HttpClient _http = NearbyHttp.NewClient(TimeSpan.FromSeconds(10), followsRedirects: true);

    /// <summary>Returns the balance that the client believes in; null when it knows of no such account.</summary>
    internal async Task<decimal?> OfAsync(UnitOfWork unit, CancellationToken cancel)
    {
        if (!source.StartsWith("http://", StringComparison.Ordinal) && !source.StartsWith("https://", StringComparison.Ordinal))
        {
            var (code, output) = await Shell.RunAsync(unit.In(source), unit.Variables, cancel);
            return code == 0 ? Read(output) : throw Unreadable($"ended with exit code {code}");
        }
        try
        {
            using var answer = await _http.GetAsync(unit.In(source), cancel);
            if (answer.StatusCode == System.Net.HttpStatusCode.NotFound)
                return null;
            return answer.IsSuccessStatusCode
                ? Read(await answer.Content.ReadAsStringAsync(cancel))
                : throw Unreadable($"answered {(int)answer.StatusCode}");
        }
        catch (HttpRequestException error)
        {
            throw Unreadable(error.Message);
        }
    }

    /// <summary>Reads a number, or the member balance of JSON; nothing and null mean that the client knows of no account.</summary>
    private decimal? Read(string text)
    {
        if (text.Trim() is "" or "null")
            return null;
        if (decimal.TryParse(text.Trim(), NumberStyles.Number, CultureInfo.InvariantCulture, out var number))
            return number;
        try
        {
            var json = JsonElement.Parse(text);
            if (json.ValueKind is JsonValueKind.Object && json.TryGetProperty("balance", out var balance))
                return balance.ValueKind is JsonValueKind.Null ? null : balance.GetDecimal();
        }
        catch (Exception error) when (error is JsonException or FormatException or InvalidOperationException)
        {
            // The sentence below says what is wanted.
        }
        throw Unreadable("answered neither a number nor JSON with a number as its member balance");
    }

    private ToolException Unreadable(string why) => ToolException.Wrong($"--believes {source}: it {why}.");

    public void Dispose() => _http.Dispose();
}
