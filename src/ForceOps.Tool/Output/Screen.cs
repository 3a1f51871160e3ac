using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ForceOps.Tool.Output;

/// <summary>
/// Prints for people, in colour and with progress bars on a terminal only, and for programs. What a command is asked for goes to the
/// output; complaints and what explains the output go to the error output.
/// </summary>
internal sealed class Screen
{
    /// <summary>Wide enough that nothing is broken where no terminal limits the line: another program reads it.</summary>
    private const int PipeColumns = 4000;

    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions Indented = new(Compact) { WriteIndented = true };

    private readonly TextWriter _output;
    private readonly IAnsiConsole _console;
    private readonly IAnsiConsole _errors;

    internal Screen(TextWriter output, TextWriter error, bool json, bool plain)
    {
        (_output, IsJson) = (output, json);
        var isQuiet = plain || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 };
        IsTerminal = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;
        IsLively = IsTerminal && !isQuiet && !json;
        _console = Make(output, isQuiet || !IsTerminal, IsTerminal);
        var errorIsTerminal = ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected;
        _errors = Make(error, isQuiet || !errorIsTerminal, errorIsTerminal);
    }

    /// <summary>True when the output is for a program.</summary>
    internal bool IsJson { get; }

    /// <summary>True when a person looks at a terminal.</summary>
    internal bool IsTerminal { get; }

    /// <summary>True when progress bars may move.</summary>
    internal bool IsLively { get; }

    /// <summary>The columns of the terminal.</summary>
    internal int Columns => _console.Profile.Width;

    /// <summary>The lines of the terminal.</summary>
    internal int Lines => _console.Profile.Height;

    /// <summary>Prints a line of Spectre's markup. Values in it are escaped by whoever puts them there.</summary>
    internal void Line(string markup = "") => _console.MarkupLine(markup);

    /// <summary>Prints a text as it is, never broken: something to copy.</summary>
    internal void Text(string text) => _output.WriteLine(text);

    /// <summary>Prints a table, or what there is instead of one.</summary>
    internal void Table(Table table, string? nothing = null)
    {
        if (table.Rows.Count == 0 && nothing is not null)
            Line($"[grey]{nothing.EscapeMarkup()}[/]");
        else
            _console.Write(table);
    }

    /// <summary>Prints one value of JSON: indented for people, on one line for programs.</summary>
    internal void Json(JsonElement value) => Text(Written(value, isIndented: IsTerminal));

    /// <summary>Prints values of JSON as one list.</summary>
    internal void Json(IEnumerable<JsonElement> values) => Json(JsonSerializer.SerializeToElement(values));

    /// <summary>Writes JSON with the letters of all languages as they are.</summary>
    internal static string Written(JsonElement value, bool isIndented = false) =>
        JsonSerializer.Serialize(value, isIndented ? Indented : Compact);

    /// <summary>Says why a command failed, in one sentence.</summary>
    internal void Complain(string sentence) => _errors.MarkupLine($"[red]{sentence.EscapeMarkup()}[/]");

    /// <summary>Says something beside the output.</summary>
    internal void Note(string sentence) => _errors.MarkupLine($"[grey]{sentence.EscapeMarkup()}[/]");

    /// <summary>Asks a question that has two answers; no is the default.</summary>
    internal bool Confirm(string question) => _console.Prompt(new ConfirmationPrompt(question.EscapeMarkup()) { DefaultValue = false });

    /// <summary>Shows a progress bar while a work runs; without a lively terminal the work runs alone.</summary>
    /// <param name="what">What is done, as in "importing".</param>
    /// <param name="work">The work; it gets the bar, whose value goes from 0 to its maximum.</param>
    internal async Task ProgressAsync(string what, Func<WorkProgress, Task> work)
    {
        if (!IsLively)
        {
            await work(new WorkProgress(null));
            return;
        }
        await _console.Progress().AutoClear(true).HideCompleted(false)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(),
                new RemainingTimeColumn())
            .StartAsync(context => work(new WorkProgress(context.AddTask(what.EscapeMarkup(), maxValue: 1))));
    }

    /// <summary>Shows a picture that changes while a work runs, and removes it in the end.</summary>
    internal async Task<T> LiveAsync<T>(Func<Action<IRenderable>, Task<T>> work) => await _console.Live(new Text("")).AutoClear(true)
        .StartAsync(context => work(picture =>
        {
            context.UpdateTarget(picture);
            context.Refresh();
        }));

    private static IAnsiConsole Make(TextWriter writer, bool isColourless, bool isTerminal)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isColourless ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = isColourless ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        if (!isTerminal)
            console.Profile.Width = PipeColumns;
        return console;
    }
}

/// <summary>Moves a progress bar; does nothing where there is none.</summary>
internal sealed class WorkProgress(ProgressTask? bar)
{
    /// <summary>Sets the part that is done, from 0 to 1, and what is said beside the bar.</summary>
    internal void Set(decimal part, string? what = null)
    {
        if (bar is null)
            return;
        bar.IsIndeterminate = false;
        bar.Value = (double)Math.Clamp(part, 0, 1);
        if (what is not null)
            bar.Description = what.EscapeMarkup();
    }

    /// <summary>Shows that work is done whose end is not known.</summary>
    internal void SetUnknown() => bar?.IsIndeterminate = true;
}
