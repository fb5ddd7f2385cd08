using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Tsmc.Tokenization.Unicode;

/// <summary>
/// Reads a regular expression in Oniguruma's (Ruby's) syntax into parts: every class, escape and letter becomes a set of code points,
/// the rest is taken over. What has no counterpart is refused by name.
/// </summary>
internal sealed class PatternReader
{
    private const int DeepestNesting = 50;
    private static readonly string[] GroupHeads = ["?:", "?=", "?!", "?<=", "?<!", "?>"];

    private readonly string _pattern;
    private readonly List<PatternPart> _parts = [];
    private readonly Stack<(int Start, bool IgnoreCase)> _groups = new();
    private int _position;
    private bool _ignoreCase;
    private int _atom = -1; // where the last atom begins in _parts, for a quantifier that wraps it

    private PatternReader(string pattern) => _pattern = pattern;

    public static IReadOnlyList<PatternPart> Read(string pattern)
    {
        var reader = new PatternReader(pattern);
        while (reader._position < pattern.Length)
        {
            reader.ReadNext();
        }
        return reader._groups.Count == 0 ? reader._parts : throw new FormatException("a group is not closed");
    }

    private void ReadNext()
    {
        char character = _pattern[_position];
        switch (character)
        {
            case '(':
                OpenGroup();
                break;
            case ')':
                _position++;
                if (!_groups.TryPop(out (int Start, bool IgnoreCase) group))
                {
                    throw new FormatException("it closes a group that is not open");
                }
                Add(")");
                (_atom, _ignoreCase) = group;
                break;
            case '[':
                _position++;
                AddAtom(ReadClass(0));
                break;
            case '\\':
                ReadEscape();
                break;
            case '.':
                _position++;
                AddAtom(CodePointSet.Of('\n').Complement());
                break;
            case '|' or '^' or '$':
                _position++;
                Add(character.ToString());
                _atom = -1;
                break;
            case '?' or '*' or '+':
                _position++;
                Quantify(character.ToString(), possessive: true);
                break;
            case '{' when Regex.Match(_pattern[_position..], @"^\{(\d{0,4},\d{1,4}|\d{1,4},?)\}") is { Success: true } bounds:
                _position += bounds.Length;
                // Ruby reads the bound {,n} as {0,n}, and a + behind bounds as one more quantifier.
                Quantify(bounds.Value.Replace("{,", "{0,", StringComparison.Ordinal), possessive: false);
                break;
            default:
                AddAtom(Folded(CodePointSet.Of(ReadCodePoint())));
                break;
        }
    }

    private void OpenGroup()
    {
        _position++;
        bool outside = _ignoreCase;
        int start = _parts.Count;
        if (Regex.Match(_pattern[_position..], @"^\?(i?)(?:-i)?([:)])") is { Success: true } flags && flags.Value != "?)")
        {
            _position += flags.Length;
            _ignoreCase = flags.Groups[1].Length > 0 || (_ignoreCase && !flags.Value.Contains("-i", StringComparison.Ordinal));
            if (flags.Groups[2].Value == ")")
            {
                return; // to the end of the group around it
            }
            Add("(?:");
        }
        else if (_position < _pattern.Length && _pattern[_position] == '?')
        {
            string head = GroupHeads.FirstOrDefault(head => _pattern.AsSpan(_position).StartsWith(head))
                ?? throw new FormatException($"the group '({_pattern[_position..Math.Min(_pattern.Length, _position + 3)]}' is not supported");
            _position += head.Length;
            Add("(" + head);
        }
        else
        {
            Add("(?:");
        }
        _groups.Push((start, outside));
        if (_groups.Count > DeepestNesting)
        {
            throw new FormatException($"its groups are nested deeper than {DeepestNesting}");
        }
        _atom = -1;
    }

    private void Quantify(string quantifier, bool possessive)
    {
        if (_atom < 0)
        {
            throw new FormatException($"there is nothing for the quantifier '{quantifier}' to repeat");
        }
        Add(quantifier);
        if (_position < _pattern.Length && _pattern[_position] == '?')
        {
            _position++;
            Add("?");
        }
        else if (possessive && _position < _pattern.Length && _pattern[_position] == '+')
        {
            _position++;
            _parts.Insert(_atom, new PatternPart(null, "(?>"));
            Add(")");
            return;
        }
        // A quantifier behind a quantifier repeats the whole.
        _parts.Insert(_atom, new PatternPart(null, "(?:"));
        Add(")");
    }

    private void ReadEscape()
    {
        if (_position + 1 < _pattern.Length && _pattern[_position + 1] is 'b' or 'B' or 'A' or 'z' or 'Z')
        {
            string anchor = _pattern.Substring(_position, 2);
            _position += 2;
            if (anchor[1] is 'b' or 'B')
            {
                AddWordBoundary(negated: anchor[1] == 'B');
            }
            else
            {
                Add(anchor);
            }
            _atom = -1;
            return;
        }
        AddAtom(Folded(ReadEscapedSet()));
    }

    // .NET's own boundary goes by its own word characters, which are others.
    private void AddWordBoundary(bool negated)
    {
        var word = new PatternPart(LibraryClasses.Word, "");
        (string first, string second) = negated ? ("(?=", "(?!") : ("(?!", "(?=");
        _parts.AddRange([
            new(null, "(?:(?<="), word, new(null, ")" + first), word, new(null, ")|(?<!"), word, new(null, ")" + second), word, new(null, "))")]);
    }

    // Behind '['; reads to its ']'.
    private CodePointSet ReadClass(int depth)
    {
        if (depth > DeepestNesting)
        {
            throw new FormatException($"its classes are nested deeper than {DeepestNesting}");
        }
        bool negated = Take("^");
        CodePointSet? intersected = null;
        var set = CodePointSet.Empty;
        for (bool first = true; ; first = false)
        {
            if (_position >= _pattern.Length)
            {
                throw new FormatException("a class is not closed");
            }
            if (!first && Take("]"))
            {
                break;
            }
            if (Take("&&"))
            {
                intersected = intersected?.Intersect(set) ?? set;
                set = CodePointSet.Empty;
            }
            else if (_pattern.AsSpan(_position).StartsWith("[:"))
            {
                throw new FormatException("POSIX classes such as [:alpha:] are not supported");
            }
            else if (Take("["))
            {
                set = set.Union(ReadClass(depth + 1));
            }
            else
            {
                set = set.Union(ReadClassItem());
            }
        }
        set = intersected?.Intersect(set) ?? set;
        return negated ? set.Complement() : set;
    }

    private CodePointSet ReadClassItem()
    {
        CodePointSet item = _pattern[_position] == '\\' ? ReadEscapedSet() : CodePointSet.Of(ReadCodePoint());
        bool range = _position + 1 < _pattern.Length && _pattern[_position] == '-' && _pattern[_position + 1] is not (']' or '[');
        if (!range || item.Ranges is not [(int first, int same)] || first != same)
        {
            return Folded(item);
        }
        _position++;
        CodePointSet end = _pattern[_position] == '\\' ? ReadEscapedSet() : CodePointSet.Of(ReadCodePoint());
        if (end.Ranges is not [(int last, int alsoLast)] || last != alsoLast || last < first)
        {
            throw new FormatException("a range of characters ends before it begins");
        }
        return Folded(CodePointSet.Of((first, last)));
    }

    private CodePointSet ReadEscapedSet()
    {
        if (_position + 1 >= _pattern.Length)
        {
            throw new FormatException("it ends in a backslash");
        }
        char character = _pattern[_position + 1];
        _position += 2;
        return character switch
        {
            's' => CodePointClasses.WhiteSpace,
            'S' => CodePointClasses.WhiteSpace.Complement(),
            'd' => CodePointClasses.Digit,
            'D' => CodePointClasses.Digit.Complement(),
            'w' => LibraryClasses.Word,
            'W' => LibraryClasses.Word.Complement(),
            'p' => ReadProperty(),
            'P' => ReadProperty().Complement(),
            'n' => CodePointSet.Of('\n'),
            'r' => CodePointSet.Of('\r'),
            't' => CodePointSet.Of('\t'),
            'f' => CodePointSet.Of('\f'),
            'v' => CodePointSet.Of('\v'),
            'x' or 'u' => CodePointSet.Of(ReadHexadecimal(character)),
            >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9' => throw new FormatException($"the escape '\\{character}' is not supported"),
            _ => CodePointSet.Of(ReadCodePointAt(_position - 1)),
        };
    }

    private CodePointSet ReadProperty()
    {
        Match name = Regex.Match(_pattern[_position..], @"^\{(\^?)(\w+)\}");
        string property = name.Groups[2].Value;
        CodePointSet set = CodePointClasses.Property(property) ?? throw new FormatException(
            name.Success ? $"the property '{property}' is not supported" : "a property must stand in braces");
        _position += name.Length;
        return name.Groups[1].Value == "^" ? set.Complement() : set;
    }

    private int ReadHexadecimal(char kind)
    {
        Match digits = Regex.Match(_pattern[_position..], kind == 'x' ? @"^(?:\{([0-9A-Fa-f]{1,6})\}|([0-9A-Fa-f]{1,2}))" : @"^([0-9A-Fa-f]{4})");
        string text = digits.Groups[1].Success ? digits.Groups[1].Value : digits.Groups[2].Value;
        _position += digits.Length;
        return int.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int codePoint) && codePoint <= CodePointSet.Last
            ? codePoint
            : throw new FormatException($"the escape '\\{kind}' names no code point");
    }

    private int ReadCodePoint()
    {
        int codePoint = ReadCodePointAt(_position);
        _position += codePoint > 0xFFFF ? 2 : 1;
        return codePoint;
    }

    private int ReadCodePointAt(int position)
    {
        Rune.DecodeFromUtf16(_pattern.AsSpan(position), out Rune rune, out int length);
        _position += position < _position ? length - 1 : 0;
        return rune.Value;
    }

    // Letters in either case where case does not matter; the long s and the Kelvin sign count as s and k.
    private CodePointSet Folded(CodePointSet set)
    {
        if (!_ignoreCase || set.Ranges.Sum(range => range.Last - range.First) > 1000)
        {
            return set;
        }
        var variants = new List<(int, int)>(set.Ranges);
        foreach ((int first, int last) in set.Ranges)
        {
            for (int codePoint = first; codePoint <= Math.Min(last, 0xFFFF); codePoint++)
            {
                char lower = char.ToLowerInvariant((char)codePoint), upper = char.ToUpperInvariant((char)codePoint);
                variants.AddRange([(lower, lower), (upper, upper)]);
                int special = lower switch { 's' => 0x17F, 'k' => 0x212A, _ => lower };
                variants.Add((special, special));
            }
        }
        return CodePointSet.Of(variants);
    }

    private bool Take(string text)
    {
        bool there = _pattern.AsSpan(_position).StartsWith(text);
        _position += there ? text.Length : 0;
        return there;
    }

    private void AddAtom(CodePointSet set)
    {
        _atom = _parts.Count;
        _parts.Add(new PatternPart(set, ""));
    }

    private void Add(string syntax) => _parts.Add(new PatternPart(null, syntax));
}
