using Tsmc.Evaluation;

namespace Tsmc.Training;

/// <summary>Early figures of a value model: does it tell right from wrong solutions of a problem, are its values probabilities?</summary>
internal sealed class ValueFigures
{
    private readonly List<double> _finalAuc = [];
    private readonly List<double> _stepAuc = [];
    private readonly (List<double> Values, List<bool> Correct) _finals = ([], []);
    private readonly (List<double> Values, List<bool> Correct) _steps = ([], []);

    /// <summary>Takes a problem's values, [samples, steps] row by row.</summary>
    public void Add(ValueProblem problem, float[] values)
    {
        int steps = problem.Steps;
        for (int step = 0; step < steps; step++)
        {
            int s = step;
            // Before their end: solutions of the same age, none of which has shown its answer.
            Collect(problem, sample => s < sample.Positions.Count - 1, i => values[i * steps + s], _stepAuc, _steps);
        }
        Collect(problem, _ => true, i => values[i * steps + steps - 1], _finalAuc, _finals);
    }

    /// <summary>
    /// <c>auc_final</c> and <c>auc_steps</c>, the mean chance that a correct sample's value lies above a wrong one's of the same problem
    /// (and step), and <c>ece_final</c> and <c>ece_steps</c>, the expected calibration errors; without those that no data speaks to.
    /// </summary>
    public Dictionary<string, double> Compute()
    {
        var figures = new Dictionary<string, double>();
        foreach ((string name, List<double> auc, (List<double> Values, List<bool> Correct) all) in
            new[] { ("final", _finalAuc, _finals), ("steps", _stepAuc, _steps) })
        {
            if (auc.Count > 0)
            {
                figures["auc_" + name] = auc.Average();
            }
            if (all.Values.Count > 0)
            {
                figures["ece_" + name] = ValueQuality.ExpectedCalibrationError(all.Values, all.Correct);
            }
        }
        return figures;
    }

    private static void Collect(
        ValueProblem problem, Func<ValueSample, bool> counts, Func<int, double> value, List<double> aucs,
        (List<double> Values, List<bool> Correct) all)
    {
        int[] who = [.. Enumerable.Range(0, problem.Samples.Count).Where(i => counts(problem.Samples[i]))];
        double[] values = [.. who.Select(value)];
        bool[] correct = [.. who.Select(i => problem.Samples[i].Correct)];
        all.Values.AddRange(values);
        all.Correct.AddRange(correct);
        if (correct.Distinct().Count() == 2)
        {
            aucs.Add(ValueQuality.Auc(values, correct));
        }
    }
}
