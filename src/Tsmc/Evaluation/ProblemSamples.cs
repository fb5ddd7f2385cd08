using Tsmc.Grading;
using Tsmc.Problems;

namespace Tsmc.Evaluation;

/// <summary>
/// The solutions of one problem as voting sees them: parallel lists, one entry a solution, in the order of the sample index.
/// Answers are numbers of answer groups, so that equal answers with different texts vote together.
/// </summary>
public sealed record ProblemSamples
{
    /// <summary>Index of the problem in its file, from 0.</summary>
    public required int ProblemIndex { get; init; }

    /// <summary>Number of particles M in a whole TSMC group; 1 for plain samples, each of which is a group of its own.</summary>
    public int GroupSize { get; init; } = 1;

    /// <summary>Answer group of each solution, from 0 and less than <see cref="Count"/>; -1 when it has no answer.</summary>
    public required IReadOnlyList<int> AnswerGroup { get; init; }

    /// <summary>Whether the grader accepts each solution's answer (phi).</summary>
    public required IReadOnlyList<bool> Correct { get; init; }

    /// <summary>TSMC group of each solution; not looked at for plain samples.</summary>
    public required IReadOnlyList<int> Group { get; init; }

    /// <summary>Final value V_theta in [0, 1] of each solution; NaN when not scored.</summary>
    public required IReadOnlyList<double> Value { get; init; }

    /// <summary>Reward in [0, 1] of each solution; NaN when not scored.</summary>
    public required IReadOnlyList<double> Reward { get; init; }

    /// <summary>Log of each solution's final importance weight; NaN when it has none.</summary>
    public required IReadOnlyList<double> LogWeight { get; init; }

    /// <summary>Number of tokens generated for each solution.</summary>
    public required IReadOnlyList<int> Tokens { get; init; }

    /// <summary>Number of solutions, N.</summary>
    public int Count => AnswerGroup.Count;

    /// <summary>Gathers rows by problem.</summary>
    /// <param name="rows">Rows of one method, one M and one seed, in any order.</param>
    /// <param name="grader">Says which answers to a problem are the same and vote together; see <see cref="AnswerGroups"/>.</param>
    /// <param name="rewardAggregation">How step rewards become one reward; for an ORM, its last and only score.</param>
    /// <returns>One entry a problem, by rising problem index.</returns>
    /// <exception cref="ArgumentException">A sample stands there twice, or the rows of a problem disagree on M.</exception>
    public static IReadOnlyList<ProblemSamples> FromSolutions(
        IEnumerable<Solution> rows, IGrader grader, StepAggregation rewardAggregation = StepAggregation.Last)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(grader);
        return [.. rows
            .GroupBy(row => row.ProblemIndex)
            .OrderBy(problem => problem.Key)
            .Select(problem => FromProblem([.. problem.OrderBy(row => row.SampleIndex)], grader, rewardAggregation))];
    }

    /// <summary>Checks that the lists have one length, and that answer groups and TSMC groups are as documented.</summary>
    /// <exception cref="ArgumentException">They are not; the message names the problem and the list.</exception>
    public void Validate()
    {
        string problem = $"problem {ProblemIndex}";
        foreach ((string name, int length) in new[]
        {
            (nameof(Correct), Correct.Count), (nameof(Group), Group.Count), (nameof(Value), Value.Count),
            (nameof(Reward), Reward.Count), (nameof(LogWeight), LogWeight.Count), (nameof(Tokens), Tokens.Count),
        })
        {
            Require(length == Count, $"{problem}: {name} has {length} entries; expected {Count}, one a solution.");
        }
        Require(Count >= 1, $"{problem}: no solutions; expected at least one.");
        Require(GroupSize >= 1, $"{problem}: {nameof(GroupSize)} is {GroupSize}; it must be at least 1.");
        for (int i = 0; i < Count; i++)
        {
            Require(
                AnswerGroup[i] >= -1 && AnswerGroup[i] < Count,
                $"{problem}, sample {i}: answer group {AnswerGroup[i]}; expected -1 (no answer) or 0 to {Count - 1}.");
        }
        if (GroupSize > 1)
        {
            int[] sizes = [.. Group.GroupBy(group => group).Select(group => group.Count())];
            Require(sizes.Max() <= GroupSize, $"{problem}: a TSMC group has {sizes.Max()} particles; M is {GroupSize}.");
            int incomplete = sizes.Count(size => size < GroupSize);
            Require(incomplete <= 1, $"{problem}: {incomplete} TSMC groups have fewer than M = {GroupSize} particles; at most one may.");
        }
    }

    private static ProblemSamples FromProblem(Solution[] rows, IGrader grader, StepAggregation rewardAggregation)
    {
        string problem = $"problem {rows[0].ProblemIndex}";
        for (int i = 1; i < rows.Length; i++)
        {
            Require(
                rows[i].SampleIndex != rows[i - 1].SampleIndex,
                $"{problem}: sample {rows[i].SampleIndex} occurs twice; expected rows of one method, one M and one seed.");
            Require(
                rows[i].GroupSize == rows[0].GroupSize,
                $"{problem}: M is {rows[0].GroupSize} in one row and {rows[i].GroupSize} in another; expected one M.");
        }
        var samples = new ProblemSamples
        {
            ProblemIndex = rows[0].ProblemIndex,
            GroupSize = rows[0].GroupSize,
            AnswerGroup = AnswerGroups.Of([.. rows.Select(row => row.Answer)], grader).GroupOf,
            Correct = [.. rows.Select(row => row.Correct)],
            Group = [.. rows.Select(row => row.Group)],
            Value = [.. rows.Select(row => StepScores.Aggregate(row.Values, StepAggregation.Last))],
            Reward = [.. rows.Select(row => StepScores.Aggregate(row.Rewards, rewardAggregation))],
            LogWeight = [.. rows.Select(row => row.LogWeight ?? double.NaN)],
            Tokens = [.. rows.Select(row => row.Tokens)],
        };
        samples.Validate();
        return samples;
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new ArgumentException(otherwise);
        }
    }
}
