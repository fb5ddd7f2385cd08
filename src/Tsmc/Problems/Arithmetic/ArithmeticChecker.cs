using System.Text.RegularExpressions;

namespace Tsmc.Problems.Arithmetic;

/// <summary>
/// Says which step of a solution is the first wrong one, for step labels (PRM) and for measuring value models against the truth.
/// </summary>
/// <remarks>
/// A solution is read as combining the story's quantities, each used once, until one is left. A step <c>a op b=c</c> is right when its
/// arithmetic is, and it is one of: the product of an "in each" event; the sum of two quantities that are both gains (the start counts as
/// one) or both losses; a gain less a loss; the final split, when one quantity is left. The last step is right when it states what is
/// left and the split is done. Equal numbers can stand for different quantities, so all readings that are still possible are followed.
/// </remarks>
public static partial class ArithmeticChecker
{
    /// <summary>
    /// Index (from 0) of the first wrong step, or -1 when all are right. A solution cut short is right as far as it goes.
    /// </summary>
    /// <param name="problem">The problem solved.</param>
    /// <param name="solution">The solution's text; a step that cannot be read is wrong.</param>
    public static int FirstWrongStep(ArithmeticProblem problem, string solution)
    {
        IReadOnlyList<string> steps = PromptFormat.Steps(solution);
        HashSet<CheckerState> readings = [CheckerState.Initial(problem)];
        for (int i = 0; i < steps.Count; i++)
        {
            if (steps[i].StartsWith(PromptFormat.AnswerHeading, StringComparison.Ordinal))
            {
                string answer = steps[i][PromptFormat.AnswerHeading.Length..].Trim();
                bool isRight = i == steps.Count - 1 && readings.Any(r => r.Result is int result && result.ToString() == answer);
                return isRight ? -1 : i;
            }
            readings = Advance(readings, steps[i]);
            if (readings.Count == 0)
            {
                return i;
            }
        }
        return -1;
    }

    /// <summary>A label for each of the solution's steps, as a process reward model is trained on: 1 while all is right, 0 from the first wrong step on.</summary>
    /// <param name="problem">The problem solved.</param>
    /// <param name="solution">The solution's text.</param>
    public static IReadOnlyList<double?> StepLabels(ArithmeticProblem problem, string solution)
    {
        int wrong = FirstWrongStep(problem, solution);
        return [.. PromptFormat.Steps(solution).Select((_, i) => (double?)(wrong < 0 || i < wrong ? 1 : 0))];
    }

    private static HashSet<CheckerState> Advance(HashSet<CheckerState> readings, string step)
    {
        Match match = Calculation().Match(step);
        if (!match.Success)
        {
            return [];
        }
        int a = int.Parse(match.Groups["a"].ValueSpan);
        int b = int.Parse(match.Groups["b"].ValueSpan);
        int c = int.Parse(match.Groups["c"].ValueSpan);
        return [.. readings.SelectMany(reading => match.Groups["op"].Value switch
        {
            "*" when a * b == c => reading.Multiply(a, b),
            "+" when a + b == c => reading.Add(a, b),
            "-" when a - b == c => reading.Subtract(a, b),
            "/" when c * b == a => reading.Divide(a, b),
            _ => [],
        })];
    }

    // At most four digits: enough for every number of the world, and no product overflows.
    [GeneratedRegex(@"\A(?<a>[0-9]{1,4})(?<op>[-+*/])(?<b>[0-9]{1,4})=(?<c>[0-9]{1,8})\z")]
    private static partial Regex Calculation();
}
