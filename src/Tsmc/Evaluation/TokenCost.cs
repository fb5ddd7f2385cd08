using Microsoft.Data.Analysis;
using Tsmc.Problems;

namespace Tsmc.Evaluation;

/// <summary>
/// What a method costs, in tokens through a model: each token is written by the generator, and read once by every judge that the method
/// asks. Prompts are not counted: all methods read them.
/// </summary>
public static class TokenCost
{
    /// <summary>Mean cost of one solution.</summary>
    /// <param name="method">The method, one of <see cref="Methods.All"/>.</param>
    /// <param name="rows">The solutions that the method votes over.</param>
    /// <exception cref="ArgumentException">There are no solutions, or the method is not known.</exception>
    public static double PerSolution(string method, IEnumerable<Solution> rows)
    {
        Solution[] all = [.. rows];
        if (all.Length == 0)
        {
            throw new ArgumentException($"no solutions of method '{method}'; expected at least one.", nameof(rows));
        }
        double written = all.Average(row => (double)(row.SlotTokens ?? row.Tokens));
        double final = all.Average(row => (double)row.Tokens);
        return method switch
        {
            Methods.Greedy or Methods.MajorityVote or Methods.Pass => written,
            Methods.WeightedVoteOrm or Methods.WeightedVoteValue => written + final,
            Methods.TsmcMajorityVote => 2 * written,
            // The value model reads every token that is written, the reward model the solutions that are left.
            Methods.TsmcWeightedVote => 2 * written + final,
            _ => throw new ArgumentException($"method '{method}' is not known; expected one of {string.Join(", ", Methods.All)}.", nameof(method)),
        };
    }

    /// <summary>
    /// Accuracies with their cost: the rows of <see cref="Frames.Accuracy"/> with a column <c>tokens</c>, the mean cost of the N solutions of one
    /// problem.
    /// </summary>
    /// <param name="points">The accuracies.</param>
    /// <param name="solutions">All solutions; a method's own are found by kind (plain, tsmc, greedy) and M.</param>
    public static DataFrame Accuracy(IEnumerable<AccuracyPoint> points, IEnumerable<Solution> solutions)
    {
        AccuracyPoint[] all = [.. points];
        ILookup<(string, int), Solution> kinds = solutions.ToLookup(row => (row.Method, row.GroupSize));
        var costs = all.Select(point => (point.Method, point.M)).Distinct().ToDictionary(
            key => key, key => PerSolution(key.Method, kinds[(Kind(key.Method), key.M)]));
        DataFrame frame = Frames.Accuracy(all);
        frame.Columns.Add(new DoubleDataFrameColumn("tokens", all.Select(point => point.N * costs[(point.Method, point.M)])));
        return frame;
    }

    private static string Kind(string method) => method switch
    {
        Methods.Greedy => "greedy",
        Methods.TsmcMajorityVote or Methods.TsmcWeightedVote => "tsmc",
        _ => "plain",
    };
}
