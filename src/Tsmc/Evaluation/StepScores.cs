namespace Tsmc.Evaluation;

/// <summary>Turns the step scores of one solution into one score.</summary>
public static class StepScores
{
    /// <summary>The score of a solution.</summary>
    /// <param name="scores">Scores in [0, 1], one a step, in the order of the steps.</param>
    /// <param name="how">Minimum, product or last.</param>
    /// <returns>A score in [0, 1]; NaN when there are no scores.</returns>
    public static double Aggregate(IReadOnlyList<double> scores, StepAggregation how)
    {
        ArgumentNullException.ThrowIfNull(scores);
        if (scores.Count == 0)
        {
            return double.NaN;
        }
        return how switch
        {
            StepAggregation.Last => scores[^1],
            StepAggregation.Min => scores.Min(),
            StepAggregation.Product => scores.Aggregate(1.0, (product, score) => product * score),
            _ => throw new ArgumentException($"step aggregation {how}: expected Last, Min or Product.", nameof(how)),
        };
    }
}
