using System.Text;
using System.Text.RegularExpressions;
using Tsmc.Grading.Algebra;

namespace Tsmc.Grading.Prm800k;

/// <summary>
/// The decisions of PRM800K's grader (Lightman et al., 2023), in its order: equal text in either normal form; brackets and number of
/// elements; then element by element fractions by their text, whole numbers as whole numbers, and the rest by algebra.
/// </summary>
internal static partial class Prm800kRules
{
    private const string Brackets = "()[]";

    /// <summary>Compares two answers.</summary>
    public static Verdict Grade(string gold, string given)
    {
        if (HendrycksForm.Of(gold) == HendrycksForm.Of(given))
        {
            return new(true, "equal in MATH normal form");
        }
        string goldForm = PlainForm.Of(gold), givenForm = PlainForm.Of(given);
        if (goldForm == givenForm)
        {
            return new(true, "equal in plain form");
        }
        if (givenForm.Length == 0)
        {
            return new(false, "empty answer");
        }
        string[] golds = Elements(goldForm), givens = Elements(givenForm);
        if (golds.Length != givens.Length)
        {
            return new(false, $"{golds.Length} elements against {givens.Length}");
        }
        if (golds.Length > 1 && (goldForm[0] != givenForm[0] || goldForm[^1] != givenForm[^1]))
        {
            return new(false, "different brackets");
        }
        Verdict last = default;
        for (int i = 0; i < golds.Length; i++)
        {
            last = Element(golds[i], givens[i]);
            if (!last.Correct)
            {
                break;
            }
        }
        return golds.Length == 1 ? last : last.Correct ? new(true, "equal elements") : new(false, "different elements: " + last.Reason);
    }

    private static Verdict Element(string gold, string given)
    {
        if (Fraction().IsMatch(gold) && Fraction().IsMatch(given))
        {
            return gold == given ? new(true, "equal text") : new(false, "unreduced or different fraction");
        }
        if (WholeNumber.Is(gold) != WholeNumber.Is(given))
        {
            return new(false, "whole number against another form");
        }
        return Evaluates(gold, given) ? Algebra(gold, given) : new(false, "different text");
    }

    /// <summary>What the original hands to computer algebra: at most two letters in both together, exponents of one digit, no indices.</summary>
    private static bool Evaluates(string gold, string given)
    {
        int letters = string.Concat(gold, given).Replace("sqrt", "").Replace("frac", "").Where(char.IsLetter).Distinct().Count();
        return letters <= 2 && !NoAlgebra().IsMatch(gold) && !NoAlgebra().IsMatch(given);
    }

    private static Verdict Algebra(string gold, string given)
    {
        // Signs of Unicode were no input of the original's algebra; LaTeX's own are ASCII by now.
        if (Ascii.IsValid(gold) && Ascii.IsValid(given) && Lexer.Read(gold) is { } one && Lexer.Read(given) is { } other
            && ExpressionParser.Parse(one) is { } x && ExpressionParser.Parse(other) is { } y)
        {
            return AlgebraicEquality.Compare(x, y, new Work());
        }
        return new(false, "not algebra");
    }

    /// <summary>What stands between one pair of brackets, parted at commas; anything else is one element.</summary>
    private static string[] Elements(string form)
    {
        string text = WholeNumber.StripThousands(form);
        bool bracketed = text.Length > 2 && Brackets.Contains(text[0]) && Brackets.Contains(text[^1])
            && text.AsSpan(1, text.Length - 2).IndexOfAny(Brackets) < 0;
        return bracketed ? text[1..^1].Split(',') : [text];
    }

    [GeneratedRegex(@"\^[{(]|\^[0-9]+\^|\^[0-9][0-9]+|_")]
    private static partial Regex NoAlgebra();

    [GeneratedRegex(@"\A-?[0-9]+.?/0*[1-9][0-9]*.?\z")]
    private static partial Regex Fraction();
}
