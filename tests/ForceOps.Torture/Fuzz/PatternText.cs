using System.Globalization;
using System.Text;

namespace ForceOps.Torture.Fuzz;

/// <summary>
/// Draws texts that match a regular expression of the kind that the documents have: classes, groups, choices and counts. What it does not
/// understand it takes as it is written, so that a new kind of pattern makes wrong texts, which are cases too.
/// </summary>
internal sealed class PatternText(string pattern, Random random)
{
    private const int LengthMax = 40;
    private int _at;

    internal string Draw()
    {
        _at = 0;
        return Choices();
    }

    private string Choices()
    {
        var options = new List<string> { Sequence() };
        while (_at < pattern.Length && pattern[_at] == '|')
        {
            _at++;
            options.Add(Sequence());
        }
        return options[random.Next(options.Count)];
    }

    private string Sequence()
    {
        var text = new StringBuilder();
        while (_at < pattern.Length && pattern[_at] is not ('|' or ')'))
        {
            var start = _at;
            var one = Piece();
            var (least, most) = Count();
            var (count, end) = (random.Next(3) == 0 ? least : random.Next(least, Math.Min(most, least + LengthMax) + 1), _at);
            for (var i = 0; i < count; i++)
            {
                // Drawn anew each time, so that digits differ.
                _at = start;
                text.Append(i == 0 ? one : Piece());
            }
            _at = end;
        }
        return text.ToString();
    }

    private string Piece()
    {
        switch (pattern[_at++])
        {
            case '^' or '$':
                return "";
            case '(':
                if (_at + 1 < pattern.Length && pattern[_at] == '?')
                    _at += 2;
                var inner = Choices();
                _at++;
                return inner;
            case '[':
                var end = pattern.IndexOf(']', _at);
                var options = Class(pattern[_at..end]);
                _at = end + 1;
                return options[random.Next(options.Length)].ToString();
            case '\\':
                var escaped = pattern[_at++];
                return escaped == 'd' ? random.Next(10).ToString(CultureInfo.InvariantCulture) : escaped.ToString();
            case var other:
                return other.ToString();
        }
    }

    private (int Least, int Most) Count()
    {
        if (_at >= pattern.Length)
            return (1, 1);
        switch (pattern[_at])
        {
            case '?':
                _at++;
                return (0, 1);
            case '+':
                _at++;
                return (1, LengthMax);
            case '*':
                _at++;
                return (0, LengthMax);
            case '{':
                var end = pattern.IndexOf('}', _at);
                var numbers = pattern[(_at + 1)..end].Split(',');
                _at = end + 1;
                var least = int.Parse(numbers[0], CultureInfo.InvariantCulture);
                return (least, numbers switch
                {
                    [_] => least,
                    [_, ""] => least + LengthMax,
                    _ => int.Parse(numbers[1], CultureInfo.InvariantCulture),
                });
            default:
                return (1, 1);
        }
    }

    private static string Class(string inside)
    {
        var text = new StringBuilder();
        for (var i = 0; i < inside.Length; i++)
        {
            if (i + 2 < inside.Length && inside[i + 1] == '-')
            {
                for (var c = inside[i]; c <= inside[i + 2]; c++)
                    text.Append(c);
                i += 2;
            }
            else
            {
                text.Append(inside[i]);
            }
        }
        return text.ToString();
    }
}
