using Spectre.Console;
using Spectre.Console.Rendering;

namespace ForceOps.Tool.Output;

/// <summary>Makes tables without lines: they are read by people, copied, and cut by grep and awk.</summary>
internal static class Tables
{
    /// <summary>Makes a table. A title with &gt; in front is a column of numbers, which ends at the right.</summary>
    internal static Table Of(params string[] titles)
    {
        var table = new Table { Border = TableBorder.None, ShowHeaders = titles.Any(title => title.Length > 0) };
        for (var i = 0; i < titles.Length; i++)
        {
            var isNumber = titles[i].StartsWith('>');
            var column = new TableColumn(new Markup($"[grey]{(isNumber ? titles[i][1..] : titles[i]).EscapeMarkup()}[/]"))
            {
                Alignment = isNumber ? Justify.Right : Justify.Left,
                // The last column takes what the terminal leaves, on several lines if need be.
                NoWrap = i < titles.Length - 1,
                Padding = new Padding(0, 0, i < titles.Length - 1 ? 2 : 0, 0),
            };
            table.AddColumn(column);
        }
        return table;
    }

    /// <summary>Makes a table of names and values.</summary>
    internal static Table OfFacts() => Of("", "");

    /// <summary>Adds a row of Spectre's markup.</summary>
    internal static void Add(this Table table, params string?[] cells) =>
        table.AddRow([.. cells.Select(cell => (IRenderable)new Markup(cell ?? ""))]);

    /// <summary>Adds a name and its value; nothing when there is no value.</summary>
    internal static void Fact(this Table table, string name, string? markup)
    {
        if (markup is { Length: > 0 })
            table.Add($"[grey]{name.EscapeMarkup()}[/]", markup);
    }
}

/// <summary>Writes single values for people.</summary>
internal static class Shown
{
    /// <summary>Writes an amount with the decimals of its currency.</summary>
    internal static string Money(decimal? amount, string? currency) => amount is not { } sum ? ""
        : Currency.TryParse(currency, out var known) && known.Fits(sum) ? sum.ToString($"F{known.MinorUnits}") : sum.ToString("0.####");

    /// <summary>Writes an amount that is green when it comes and red when it goes.</summary>
    internal static string Signed(decimal amount, string? currency) =>
        amount < 0 ? $"[red]{Money(amount, currency)}[/]" : $"[green]+{Money(amount, currency)}[/]";

    /// <summary>Writes a time of the service, which is the org's own, in UTC.</summary>
    internal static string Time(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss") ?? "";

    internal static string TimeOfDay(DateTimeOffset? time) => time?.UtcDateTime.ToString("HH:mm:ss.fff") ?? "";

    /// <summary>Writes an HTTP status in the colour of its class.</summary>
    internal static string Status(int? status) => status switch
    {
        null => "[red]none[/]",
        >= 500 => $"[red]{status}[/]",
        >= 400 => $"[olive]{status}[/]",
        _ => $"[green]{status}[/]",
    };

    /// <summary>Escapes a text for Spectre's markup.</summary>
    internal static string Safe(this string? text) => text.EscapeMarkup();

    /// <summary>Writes a number with its noun.</summary>
    internal static string Count(long number, string noun) => number == 1 ? $"1 {noun}" : $"{number} {noun}s";
}
