namespace Tsmc.Grading.Prm800k;

/// <summary>
/// The normal form of answers that came with the MATH data set (Hendrycks et al., 2021) and that PRM800K's grader tries first: answers
/// with the same form are the same. It works on the text alone.
/// </summary>
internal static class HendrycksForm
{
    /// <summary>The form of an answer; an answer that breaks a rule's assumption keeps its own text.</summary>
    public static string Of(string answer)
    {
        string text = EnclosingText.Strip(answer.Trim()).Trim();
        return Rewrite(text) ?? text;
    }

    private static string? Rewrite(string text)
    {
        if (text.Contains('\\'))
        {
            text = text.Replace("\\!", "").Replace(@"\\", "\\")
                .Replace("tfrac", "frac").Replace("dfrac", "frac").Replace("\\left", "").Replace("\\right", "")
                .Replace("^{\\circ}", "").Replace("^\\circ", "").Replace("\\$", "");
            // A unit stands in \text{ } that begins with a space, and ends the answer.
            string[] units = text.Split("\\text{ ");
            if (units.Length > 2)
            {
                return null;
            }
            text = units[0].Replace("\\%", "");
        }
        text = text.Replace("\n", "").Replace(" .", " 0.").Replace("{.", "{0.");
        if (text.StartsWith('.'))
        {
            text = "0" + text;
        }
        // "k = 5" names the value; a longer left side makes it an equation.
        string[] sides = text.Split('=');
        if (sides.Length == 2 && sides[0].Length <= 2)
        {
            text = sides[1];
        }
        if (BraceRoots(text) is not string rooted || BraceFractions(rooted.Replace(" ", "")) is not string braced)
        {
            return null;
        }
        return braced == "0.5" ? @"\frac{1}{2}" : SlashAsFraction(braced);
    }

    /// <summary><c>\sqrt2</c> means <c>\sqrt{2}</c>; null when a root has nothing under it.</summary>
    private static string? BraceRoots(string text)
    {
        string[] parts = text.Split("\\sqrt");
        for (int i = 1; i < parts.Length; i++)
        {
            if (parts[i].Length == 0)
            {
                return null;
            }
            parts[i] = parts[i][0] == '{' ? parts[i] : $"{{{parts[i][0]}}}{parts[i][1..]}";
        }
        return string.Join("\\sqrt", parts);
    }

    /// <summary><c>\frac12</c> and <c>\frac1{2}</c> mean <c>\frac{1}{2}</c>; null when a fraction has nothing after it.</summary>
    private static string? BraceFractions(string text)
    {
        string[] parts = text.Split("\\frac");
        for (int i = 1; i < parts.Length; i++)
        {
            string part = parts[i];
            if (part.Length == 0)
            {
                return null;
            }
            if (part[0] == '{')
            {
                continue;
            }
            if (part.Length < 2)
            {
                return text;
            }
            string denominator = part[1] == '{' ? "{" : $"{{{part[1]}}}";
            parts[i] = $"{{{part[0]}}}{denominator}{part[2..]}";
        }
        return string.Join("\\frac", parts);
    }

    /// <summary><c>a/b</c> of whole numbers, written without signs of plus or leading zeros, means <c>\frac{a}{b}</c>.</summary>
    private static string SlashAsFraction(string text)
    {
        string[] sides = text.Split('/');
        return sides.Length == 2 && sides.All(IsPlainInteger) ? $"\\frac{{{sides[0]}}}{{{sides[1]}}}" : text;
    }

    private static bool IsPlainInteger(string text)
    {
        ReadOnlySpan<char> digits = text.StartsWith('-') ? text.AsSpan(1) : text;
        return digits.Length > 0 && !digits.ContainsAnyExceptInRange('0', '9') && (digits[0] != '0' || text == "0");
    }
}
