using System.Text.RegularExpressions;

namespace Tsmc.Grading.Algebra;

/// <summary>
/// Cuts an answer, LaTeX or plain text, into tokens. Layout, money and degrees vanish here, and spellings of the same thing become one.
/// Its limits on length and nesting bound all work that follows, the parser's recursion included.
/// </summary>
internal sealed partial class Lexer
{
    /// <summary>Longest answer that is read, in characters.</summary>
    public const int MaxLength = 5_000;

    private const int MaxTokens = 2_000;
    private const int MaxDepth = 100;

    private readonly string _text;
    private readonly List<Token> _tokens = [];

    // For each open bracket: how many arguments of a fraction were still to come when it opened, and whether a bar is open in it.
    private readonly Stack<(int Arguments, int Bars)> _outside = [];
    private int _arguments;
    private int _bars;
    private int _matrices;
    private int _prefixes;

    private Lexer(string text) => _text = text;

    /// <summary>The tokens, or null when the answer is too long, nested too deep or has a character that means nothing here.</summary>
    public static Token[]? Read(string text)
    {
        if (text.Length > MaxLength)
        {
            return null;
        }
        var lexer = new Lexer(text);
        return lexer.Scan(0, text.Length, words: false) ? [.. lexer._tokens] : null;
    }

    /// <summary>A text that equal token sequences share.</summary>
    public static string Key(ReadOnlySpan<Token> tokens)
    {
        var key = new System.Text.StringBuilder();
        TokenKind last = TokenKind.Operator;
        foreach (Token token in tokens)
        {
            // Two numbers side by side are no longer number.
            key.Append(last == TokenKind.Number && token.Kind == TokenKind.Number ? " " : "").Append(token.Text);
            last = token.Kind;
        }
        return key.ToString();
    }

    private bool Scan(int at, int end, bool words)
    {
        while (at >= 0 && at < end)
        {
            if (_tokens.Count > MaxTokens || _outside.Count > MaxDepth || _prefixes > 2 * MaxDepth)
            {
                return false;
            }
            char sign = _text[at];
            at = char.IsAsciiDigit(sign) || (sign == '.' && at + 1 < end && char.IsAsciiDigit(_text[at + 1])) ? Digits(at, end)
                : char.IsAsciiLetter(sign) ? Letters(at, end, words)
                : sign == '\\' ? Command(at, end)
                : Sign(at, end);
        }
        return at >= 0;
    }

    private int Digits(int at, int end)
    {
        if (_arguments > 0 && char.IsAsciiDigit(_text[at]))
        {
            // \frac12 is a half.
            Emit(NumberToken(_text.AsSpan(at, 1), [], []));
            return at + 1;
        }
        if (_outside.Count == 0 && Grouped().Match(_text, at, end - at) is { Success: true } grouped)
        {
            string whole = string.Concat(grouped.ValueSpan.ToString().Where(char.IsAsciiDigit));
            return Decimals(whole, at + grouped.Length, end);
        }
        if (TightlyGrouped().Match(_text, at, end - at) is { Success: true } tight)
        {
            return Decimals(string.Concat(tight.ValueSpan.ToString().Where(char.IsAsciiDigit)), at + tight.Length, end);
        }
        if (Mixed().Match(_text, at, end - at) is { Success: true } mixed
            && Rational.Parse(mixed.Groups[1].ValueSpan, [], []) is { } units
            && Rational.Parse(mixed.Groups[2].ValueSpan, [], []) is { } numerator
            && Rational.Parse(mixed.Groups[3].ValueSpan, [], []) is { } denominator
            && numerator.Over(denominator)?.Plus(units) is { } value)
        {
            Emit(new(TokenKind.Number, $"({mixed.Groups[1].Value}+{mixed.Groups[2].Value}/{mixed.Groups[3].Value})", new(value)));
            return at + mixed.Length;
        }
        int stop = at;
        while (stop < end && char.IsAsciiDigit(_text[stop]))
        {
            stop++;
        }
        return Decimals(_text[at..stop], stop, end);
    }

    /// <summary>What may follow a number's whole part: decimals, a power of ten.</summary>
    private int Decimals(string whole, int at, int end)
    {
        Match rest = AfterWhole().Match(_text, at, end - at);
        Token number = NumberToken(whole, rest.Groups["fraction"].ValueSpan, rest.Groups["exponent"].ValueSpan);
        at += rest.Length;
        if (number.Number is null)
        {
            return -1;
        }
        if (at < end && _text[at] == '_' && Subscript(at, end) is (string index, int after) && index.Length > 0)
        {
            Emit(new(TokenKind.Symbol, $"{whole}_{index}"));
            return after;
        }
        Emit(number);
        return at;
    }

    private static Token NumberToken(ReadOnlySpan<char> whole, ReadOnlySpan<char> fraction, ReadOnlySpan<char> exponent)
    {
        Number? number = Rational.Parse(whole, fraction, exponent) is { } value ? new Number(value, fraction.Length) : null;
        ReadOnlySpan<char> digits = whole.TrimStart('0'), decimals = fraction.TrimEnd('0');
        string text = $"{(digits.IsEmpty ? "0" : digits)}{(decimals.IsEmpty ? "" : ".")}{decimals}{(exponent.IsEmpty ? "" : "e")}{exponent}";
        return new(TokenKind.Number, text, number);
    }

    /// <summary>A run of letters: a known word, a unit after a number, words, or variables side by side.</summary>
    private int Letters(int at, int end, bool words)
    {
        int stop = at;
        while (stop < end && char.IsAsciiLetter(_text[stop]))
        {
            stop++;
        }
        string run = _text[at..stop];
        if (Vocabulary.Names.TryGetValue(run, out Token known))
        {
            Emit(known);
        }
        else if (run == "U" && _tokens is [.., { Kind: TokenKind.Close }])
        {
            Emit(new(TokenKind.SetSign, "∪"));
        }
        else if (run.Length > 1 && (words || (_tokens is [.., { Kind: TokenKind.Number }] && Vocabulary.Units.Contains(run))))
        {
            Emit(new(TokenKind.Words, run.ToLowerInvariant()));
        }
        else
        {
            List<Token> parts = Split(run);
            if (run.Length >= 4 && parts.Count(part => part.Kind == TokenKind.Symbol && part.Text.Length == 1) >= 3)
            {
                parts = [new(TokenKind.Words, run.ToLowerInvariant())];
            }
            parts.ForEach(Emit);
            return AfterSymbol(stop, end);
        }
        return stop;
    }

    /// <summary>Known words inside a run, as in <c>xsqrt</c>; every other letter is a variable.</summary>
    private static List<Token> Split(string run)
    {
        var parts = new List<Token>();
        for (int at = 0; at < run.Length;)
        {
            int length = Math.Min(6, run.Length - at);
            while (length > 1 && !(Vocabulary.Names.TryGetValue(run.Substring(at, length), out Token word)
                && (word.Kind is TokenKind.Function or TokenKind.Root || word.Text == "pi")))
            {
                length--;
            }
            parts.Add(length > 1 ? Vocabulary.Names[run.Substring(at, length)] : new(TokenKind.Symbol, run[at].ToString()));
            at += Math.Max(1, length);
        }
        return parts;
    }

    /// <summary>What belongs to the name of the symbol just read: an index, primes; <c>f(</c> applies a function.</summary>
    private int AfterSymbol(int at, int end)
    {
        if (_tokens[^1].Kind != TokenKind.Symbol)
        {
            return at;
        }
        while (at < end && _text[at] is '\'' or '’')
        {
            _tokens[^1] = new(TokenKind.Symbol, _tokens[^1].Text + "'");
            at++;
        }
        if (at < end && _text[at] == '_' && Subscript(at, end) is (string index, int after))
        {
            _tokens[^1] = new(TokenKind.Symbol, $"{_tokens[^1].Text}_{index}");
            at = after;
        }
        if (at < end && _text[at] == '(' && _tokens[^1].Text[0] is 'f' or 'g' or 'h')
        {
            _tokens[^1] = new(TokenKind.Function, _tokens[^1].Text);
        }
        return at;
    }

    /// <summary>An index as it is written, without spaces, braces and text commands; null when none is there.</summary>
    private (string Index, int After)? Subscript(int at, int end)
    {
        at++;
        if (at >= end)
        {
            return null;
        }
        int stop = _text[at] == '{' ? ClosingBrace(at + 1, end) + 1 : at + 1;
        return stop <= at ? null : (Decoration().Replace(_text[at..stop], ""), stop);
    }

    private int ClosingBrace(int at, int end)
    {
        for (int depth = 1; at < end; at++)
        {
            depth += _text[at] switch { '{' => 1, '}' => -1, _ => 0 };
            if (depth == 0)
            {
                return at;
            }
        }
        return -1;
    }

    private void Emit(Token token)
    {
        bool operand = token.Kind is TokenKind.Number or TokenKind.Symbol or TokenKind.Words;
        _arguments -= operand && _arguments > 0 ? 1 : 0;
        if (token.Kind is TokenKind.Fraction or TokenKind.Binomial)
        {
            // Itself one argument of an outer fraction, it brings two of its own.
            _arguments = Math.Max(0, _arguments - 1) + 2;
        }
        _prefixes += token.Kind is TokenKind.Fraction or TokenKind.Binomial or TokenKind.Root or TokenKind.Function ? 1 : 0;
        _tokens.Add(token);
    }

    [GeneratedRegex(@"\G[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+|(?: [0-9]{3})+|(?:\\[,;: ][0-9]{3})+)(?![0-9])")]
    private static partial Regex Grouped();

    [GeneratedRegex(@"\G[1-9][0-9]{0,2}(?:(?:\s*\{\s*,\s*(?:\\!)?\s*\}|,\s*\\!)\s*[0-9]{3})+(?![0-9])")]
    private static partial Regex TightlyGrouped();

    [GeneratedRegex(@"\G([0-9]+)\s+([0-9]+)\s*/\s*([0-9]+)(?![0-9.])")]
    private static partial Regex Mixed();

    [GeneratedRegex(@"\G(?:\.(?<fraction>[0-9]+))?(?:[eE](?<exponent>[-+]?[0-9]+))?")]
    private static partial Regex AfterWhole();

    [GeneratedRegex(@"\\(?:text|mathrm|mbox|rm)\b|[{}\s\\]")]
    private static partial Regex Decoration();
}
