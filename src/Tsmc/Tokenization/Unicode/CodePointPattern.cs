using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Tsmc.Tokenization.Unicode;

/// <summary>
/// A regular expression as tokenizer files write it (Oniguruma's syntax), matched code point by code point.
/// </summary>
/// <remarks>
/// .NET's expressions see UTF-16 halves, so that a letter outside the basic plane is no <c>\p{L}</c> to them. Here a text with such
/// characters is matched in a shadow of itself, in which one lone surrogate stands for each of them. All the characters that the
/// pattern's classes treat alike share one stand-in, and every class names the stand-ins it holds. No text holds lone surrogates itself.
/// </remarks>
internal sealed class CodePointPattern
{
    // Longer than any honest pattern takes on one match, short enough for a hostile one.
    private static readonly TimeSpan MatchLimit = TimeSpan.FromSeconds(2);

    private readonly Regex _regex;
    private readonly string _source;
    private readonly (int First, int Last, char StandIn)[] _standIns;

    private CodePointPattern(string source, Regex regex, (int First, int Last, char StandIn)[] standIns) =>
        (_source, _regex, _standIns) = (source, regex, standIns);

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="FormatException">The pattern is broken or uses something not supported; the message says what.</exception>
    public static CodePointPattern Parse(string pattern)
    {
        return Compile(pattern, PatternReader.Read(pattern));
    }

    /// <summary>A pattern that matches one character of a class.</summary>
    public static CodePointPattern OfClass(CodePointSet set) => Compile("a class of characters", [new PatternPart(set, "")]);

    /// <summary>A pattern that matches a run of characters of one class or of another; the classes have none in common.</summary>
    public static CodePointPattern OfRuns(CodePointSet one, CodePointSet other) => Compile(
        "runs of two classes of characters", [new(one, ""), new(null, "+|"), new(other, ""), new(null, "+")]);

    /// <summary>A pattern that matches a text literally.</summary>
    public static CodePointPattern Literal(string text) =>
        new(text, new Regex(Regex.Escape(text), RegexOptions.CultureInvariant), []);

    /// <summary>All matches from left to right, as positions and lengths in UTF-16 units; empty ones included, but for those right behind another.</summary>
    /// <exception cref="InvalidDataException">The pattern takes too long on this text.</exception>
    public List<(int Start, int Length)> Matches(string text)
    {
        var matches = new List<(int Start, int Length)>();
        bool wide = _standIns.Length > 0 && text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') >= 0;
        string shadow = wide ? Shadow(text) : text;
        int read = 0, position = 0;
        int Position(int inShadow)
        {
            for (; read < inShadow; read++)
            {
                position += wide && char.IsSurrogate(shadow[read]) ? 2 : 1;
            }
            return position;
        }
        try
        {
            foreach (ValueMatch match in _regex.EnumerateMatches(shadow))
            {
                int start = Position(match.Index);
                // Oniguruma's search takes no empty match right behind another.
                if (match.Length > 0 || matches.Count == 0 || matches[^1].Start + matches[^1].Length < start)
                {
                    matches.Add((start, Position(match.Index + match.Length) - start));
                }
            }
        }
        catch (RegexMatchTimeoutException error)
        {
            throw new InvalidDataException(
                $"The tokenizer's pattern '{_source}' takes longer than {MatchLimit.TotalSeconds:F0} s on a text of {text.Length} characters.", error);
        }
        return matches;
    }

    private static CodePointPattern Compile(string pattern, IReadOnlyList<PatternPart> parts)
    {
        CodePointSet[] classes = [.. parts.Where(part => part.Class is not null).Select(part => part.Class!)];
        (int First, int Last, char StandIn)[] standIns = ShareStandIns(classes);
        var text = new StringBuilder();
        foreach (PatternPart part in parts)
        {
            text.Append(part.Class is { } set ? Write(set, standIns) : part.Syntax);
        }
        try
        {
            var options = RegexOptions.CultureInvariant | RegexOptions.Compiled | RegexOptions.Multiline;
            return new CodePointPattern(pattern, new Regex(text.ToString(), options, MatchLimit), standIns);
        }
        catch (ArgumentException error)
        {
            throw new FormatException("it is not a regular expression that .NET understands", error);
        }
    }

    private string Shadow(string text)
    {
        var shadow = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            shadow.Append(rune.IsBmp ? (char)rune.Value : StandIn(rune.Value));
        }
        return shadow.ToString();
    }

    private char StandIn(int codePoint)
    {
        int low = 0, high = _standIns.Length - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = codePoint > _standIns[middle].Last ? (middle + 1, high) : (low, middle);
        }
        return _standIns[low].StandIn;
    }

    // Cuts the code points above the basic plane where any class begins or ends; stretches that lie in the same classes share a stand-in.
    private static (int First, int Last, char StandIn)[] ShareStandIns(CodePointSet[] classes)
    {
        int[] cuts = [.. classes.SelectMany(set => set.Ranges).SelectMany(range => new[] { range.First, range.Last + 1 })
            .Where(cut => cut is > 0x10000 and <= CodePointSet.Last).Append(0x10000).Distinct().Order()];
        var standIns = new Dictionary<string, char>();
        var stretches = new List<(int, int, char)>();
        foreach ((int index, int first) in cuts.Index())
        {
            string memberships = string.Concat(classes.Select(set => set.Contains(first) ? '1' : '0'));
            if (!standIns.TryGetValue(memberships, out char standIn))
            {
                if (standIns.Count > 0xDFFF - 0xD800)
                {
                    throw new FormatException("it has too many different classes");
                }
                standIn = (char)(0xD800 + standIns.Count);
                standIns.Add(memberships, standIn);
            }
            stretches.Add((first, index + 1 < cuts.Length ? cuts[index + 1] - 1 : CodePointSet.Last, standIn));
        }
        return [.. stretches];
    }

    private static string Write(CodePointSet set, (int First, int Last, char StandIn)[] standIns)
    {
        var text = new StringBuilder("[");
        void Add(int first, int last)
        {
            if (first <= last)
            {
                text.Append(CultureInfo.InvariantCulture, $"\\u{first:X4}").Append(last > first ? $"-\\u{last:X4}" : "");
            }
        }
        foreach ((int first, int last) in set.Ranges)
        {
            Add(first, Math.Min(last, 0xD7FF));
            Add(Math.Max(first, 0xE000), Math.Min(last, 0xFFFF));
        }
        foreach (char standIn in standIns.Where(stretch => set.Contains(stretch.First)).Select(stretch => stretch.StandIn).Distinct())
        {
            Add(standIn, standIn);
        }
        return text.Length == 1 ? "(?!)" : text.Append(']').ToString();
    }
}
