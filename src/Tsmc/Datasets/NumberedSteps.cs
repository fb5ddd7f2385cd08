using System.Text.RegularExpressions;

namespace Tsmc.Datasets;

/// <summary>Math-Shepherd's layout: the problem, then <c>Step 1: …</c>, <c>Step 2: …</c>.</summary>
internal static partial class NumberedSteps
{
    /// <summary>What stands before the first step; the whole text when there is none.</summary>
    public static string Problem(string text)
    {
        Match first = FirstStep().Match(text);
        return (first.Success ? text[..first.Index] : text).Trim();
    }

    /// <summary>A step without its number.</summary>
    public static string WithoutNumber(string step) => Number().Replace(step.Trim(), "");

    [GeneratedRegex(@"\b[Ss]tep 1: ?")]
    private static partial Regex FirstStep();

    [GeneratedRegex(@"\A[Ss]tep [0-9]{1,3}: ?")]
    private static partial Regex Number();
}
