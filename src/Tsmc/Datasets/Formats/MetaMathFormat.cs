using System.Text.Json;
using Tsmc.Problems;

namespace Tsmc.Datasets.Formats;

/// <summary>
/// MetaMath (Yu et al., arXiv 2309.12284): <c>query</c>, a rephrased problem, and <c>response</c>, a solution that ends with
/// <c>The answer is: …</c>; perhaps <c>original_question</c>, by which test problems are known too. All solutions count as right, so
/// all step labels are 1: useful beside solutions with mistakes only.
/// </summary>
public sealed class MetaMathFormat : DatasetFormat
{
    /// <inheritdoc/>
    public override string Name => "metamath";

    /// <inheritdoc/>
    public override string Description => "MetaMath's rephrased problems: query, response that ends with \"The answer is: ...\".";

    /// <inheritdoc/>
    public override DatasetRow Read(JsonElement row, string id)
    {
        string problem = row.Text("query").Trim();
        string response = row.Text("response");
        IReadOnlyList<string> texts = row.OptionalText("original_question") is { } original ? [problem, original] : [problem];
        if (WorkedSolution.AtAnswer(response) is not (string before, string last))
        {
            return new DatasetRow { ProblemTexts = texts, Unusable = "no sentence \"The answer is: ...\" at the end" };
        }
        string name = Id(row, id);
        string answer = WorkedSolution.WithoutThousands(last);
        IReadOnlyList<string> steps = [.. WorkedSolution.Steps(WorkedSolution.WithoutCalculations(before)).Where(step => !step.StartsWith("####", StringComparison.Ordinal))];
        string solution = PromptFormat.Solution(steps, answer);
        IReadOnlyList<string> all = PromptFormat.Steps(solution);
        return new DatasetRow
        {
            ProblemTexts = texts,
            Problem = new Problem { Id = name, Text = problem, Answer = answer, Solution = solution },
            Sft = [Whole(problem, solution)],
            Labels = [new StepLabelRow { Id = name, Input = problem, Steps = all, Labels = [.. all.Select(_ => (double?)1)], IsEos = true, Correct = true }],
        };
    }
}
