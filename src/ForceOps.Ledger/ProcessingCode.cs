using System.Buffers;

namespace ForceOps;

/// <summary>
/// The name of a kind of operation in an org. 3 to 6 ASCII letters or digits (Pismo, processing codes); equality by characters.
/// The default value holds no text and names no code.
/// </summary>
public readonly record struct ProcessingCode
{
    private static readonly SearchValues<char> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");

    private readonly string? _text;

    private ProcessingCode(string text) => _text = text;

    public string Text => _text ?? "";

    public static bool TryParse(string? text, out ProcessingCode code)
    {
        var valid = text is { Length: >= 3 and <= 6 } && !text.AsSpan().ContainsAnyExcept(Letters);
        code = valid ? new ProcessingCode(text!) : default;
        return valid;
    }

    /// <exception cref="FormatException">The text is no processing code.</exception>
    public static ProcessingCode Parse(string text) =>
        TryParse(text, out var code) ? code : throw new FormatException($"'{text}' is not a processing code");

    public override string ToString() => Text;
}
