using System.Text.RegularExpressions;
using Tsmc.Grading.Algebra;

namespace Tsmc.Grading.MathVerify;

/// <summary>
/// Mathematically equal is equal: finds the answers in both texts, compares their tokens, and if these differ what they mean. An answer
/// with a comma between digits has two readings, and one that fits is enough.
/// </summary>
internal static partial class MathVerifyRules
{
    /// <summary>Compares two answers.</summary>
    public static Verdict Grade(string gold, string given) => Grade(gold, given, new Work());

    /// <summary>Compares two answers and counts the steps.</summary>
    public static Verdict Grade(string gold, string given, Work work)
    {
        string one = AnswerRegion.Of(gold), other = AnswerRegion.Of(given);
        if (other.Length == 0)
        {
            return new(false, "empty answer");
        }
        Token[]? goldTokens = Read(ref one), givenTokens = Read(ref other);
        if (string.Equals(one, other, StringComparison.Ordinal))
        {
            return new(true, "equal text");
        }
        if (goldTokens is null || givenTokens is null)
        {
            return new(false, $"{(goldTokens is null ? "the reference" : "the answer")} is not read");
        }
        string goldKey = Lexer.Key(goldTokens), givenKey = Lexer.Key(givenTokens);
        if (goldKey == givenKey || (Word().IsMatch(goldKey) && goldKey.Equals(givenKey, StringComparison.OrdinalIgnoreCase)))
        {
            return new(true, "equal text");
        }
        Expression[] golds = Readings(one, goldTokens), givens = Readings(other, givenTokens);
        if (golds.Length == 0 || givens.Length == 0)
        {
            return new(false, $"{(golds.Length == 0 ? "the reference" : "the answer")} is not mathematics");
        }
        Verdict verdict = default;
        foreach (Expression x in golds)
        {
            foreach (Expression y in givens)
            {
                verdict = Equality.Compare(x, y, work);
                if (verdict.Correct)
                {
                    return verdict;
                }
            }
        }
        return verdict;
    }

    /// <summary>Answers with the same key are equal.</summary>
    public static string Key(string answer)
    {
        string text = AnswerRegion.Of(answer);
        return Read(ref text) is { } tokens ? Lexer.Key(tokens) : text;
    }

    /// <summary>The tokens of an answer; of a text that cannot be read, those of its last number.</summary>
    private static Token[]? Read(ref string text)
    {
        Token[]? tokens = Lexer.Read(text);
        if (tokens is null && text.Length <= Lexer.MaxLength && text.Contains(' ') && AnswerRegion.LastNumber(text) is { } number)
        {
            text = number;
            tokens = Lexer.Read(text);
        }
        return tokens is { Length: 0 } ? null : tokens;
    }

    private static Expression[] Readings(string text, Token[] tokens)
    {
        var readings = new List<Expression>(2);
        if (ExpressionParser.Parse(tokens) is { } expression)
        {
            readings.Add(expression);
        }
        // A comma that does not part thousands may be a decimal comma.
        if (tokens.Length > 1 && DecimalComma().Match(text) is { Success: true } match
            && Rational.Parse(match.Groups[2].ValueSpan, match.Groups[3].ValueSpan, []) is { } value)
        {
            Expression number = new Number(value, match.Groups[3].Length);
            readings.Add(match.Groups[1].Length > 0 ? new Negative(number) : number);
        }
        return [.. readings];
    }

    [GeneratedRegex(@"\A[a-zA-Z]{2,}\z")]
    private static partial Regex Word();

    [GeneratedRegex(@"\A\s*(-?)([0-9]+),([0-9]{2,})\s*\z")]
    private static partial Regex DecimalComma();
}
