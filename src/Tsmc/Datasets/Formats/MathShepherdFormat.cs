using System.Text.Json;
using Tsmc.Problems;

namespace Tsmc.Datasets.Formats;

/// <summary>
/// Math-Shepherd (Wang et al., arXiv 2312.08935): <c>input</c>, a problem with numbered steps and the mark <c>ки</c> behind each;
/// <c>label</c>, the same text with <c>+</c> or <c>-</c> for each mark: whether any rollout from there ended correct. The last label is the
/// solution's own correctness.
/// </summary>
public sealed class MathShepherdFormat : DatasetFormat
{
    private const string Mark = "ки";

    /// <inheritdoc/>
    public override string Name => "math-shepherd";

    /// <inheritdoc/>
    public override string Description => "Math-Shepherd's step labels by rollouts: input with ки behind each step, label with + and -, task.";

    /// <inheritdoc/>
    public override DatasetRow Read(JsonElement row, string id)
    {
        string input = row.Text("input");
        string[] parts = input.Split(Mark);
        if (parts.Length < 2)
        {
            throw new InvalidDataException($"input has no step mark {Mark}; expected one behind each step.");
        }
        bool[] signs = Signs(row.Text("label"), parts);
        string problem = NumberedSteps.Problem(parts[0]);
        string first = parts[0].TrimStart()[problem.Length..].Trim();
        if (problem.Length == 0 || first.Length == 0)
        {
            // Some hundred rows of the published file have a mark within the problem.
            return new DatasetRow { ProblemTexts = [parts[0]], Unusable = "no Step 1 before the first mark" };
        }
        var steps = new List<string>();
        var labels = new List<double?>();
        bool whole = false;
        foreach ((int i, string text) in parts.SkipLast(1).Skip(1).Prepend(first).Index())
        {
            string step = WorkedSolution.WithoutCalculations(NumberedSteps.WithoutNumber(text));
            (string before, string answer)? end = i == signs.Length - 1 ? WorkedSolution.AtAnswer(step) : null;
            List<string> pieces = [.. Lines(end?.before ?? step)];
            if (end is { } found)
            {
                pieces.Add(PromptFormat.AnswerHeading + PromptFormat.StepEnd + WorkedSolution.WithoutThousands(found.answer));
                whole = true;
            }
            steps.AddRange(pieces);
            labels.AddRange(pieces.Select(_ => (double?)(signs[i] ? 1 : 0)));
        }
        if (steps.Count == 0)
        {
            return new DatasetRow { ProblemTexts = [problem], Unusable = "no steps" };
        }
        var labelled = new StepLabelRow
        {
            Id = Id(row, id),
            Input = problem,
            Steps = steps,
            Labels = labels,
            IsEos = whole,
            Correct = whole ? signs[^1] : null,
        };
        return new DatasetRow
        {
            ProblemTexts = [problem],
            Labels = [labelled],
            Sft = whole && signs.All(sign => sign) ? [Whole(problem, labelled.Text)] : [],
        };
    }

    /// <summary>A step as one line, for a blank line would end it.</summary>
    private static IEnumerable<string> Lines(string step)
    {
        string text = string.Join('\n', step.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        return text.Length == 0 ? [] : [text];
    }

    /// <summary>The sign that stands in the label where the input has its marks.</summary>
    private static bool[] Signs(string label, string[] parts)
    {
        var signs = new bool[parts.Length - 1];
        int at = 0;
        for (int i = 0; i < signs.Length; i++)
        {
            if (string.CompareOrdinal(label, at, parts[i], 0, parts[i].Length) != 0 || at + parts[i].Length >= label.Length)
            {
                throw new InvalidDataException($"label differs from input before mark {i + 1}; expected the same text with + or - for each {Mark}.");
            }
            at += parts[i].Length;
            signs[i] = label[at] switch
            {
                '+' => true,
                '-' => false,
                char other => throw new InvalidDataException($"label has \"{other}\" for mark {i + 1}; expected + or -."),
            };
            at++;
        }
        return signs;
    }
}
