using Tsmc.Datasets;
using Tsmc.Grading;
using Tsmc.Problems;

namespace Tsmc.Evaluation;

/// <summary>Voting over the solutions of a file, as the paper's own code evaluates: one N, random subsets, any of its methods.</summary>
public sealed class FileEvaluation
{
    /// <summary>The methods and how each votes: over single solutions or whole TSMC groups, by what weight, from which of the step scores.</summary>
    private static readonly Dictionary<string, (bool Groups, VotingRule Rule, StepAggregation Steps)> Rules = new()
    {
        [Methods.MajorityVote] = (false, VotingRule.Majority, StepAggregation.Last),
        [Methods.WeightedVoteOrm] = (false, VotingRule.WeightedByReward, StepAggregation.Last),
        [Methods.WeightedVotePrmMin] = (false, VotingRule.WeightedByReward, StepAggregation.Min),
        [Methods.WeightedVotePrmLast] = (false, VotingRule.WeightedByReward, StepAggregation.Last),
        [Methods.WeightedVotePrmProduct] = (false, VotingRule.WeightedByReward, StepAggregation.Product),
        [Methods.WeightedVoteValue] = (false, VotingRule.WeightedByValue, StepAggregation.Last),
        [Methods.TsmcMajorityVote] = (true, VotingRule.Majority, StepAggregation.Last),
        [Methods.TsmcWeightedVote] = (true, VotingRule.WeightedByReward, StepAggregation.Last),
        [Methods.Pass] = (false, VotingRule.AnyCorrect, StepAggregation.Last),
    };

    private readonly FileEvaluationOptions _options;
    private readonly IReadOnlyList<Solution[]> _rows;
    private readonly IReadOnlyList<ProblemSamples> _samples;

    private FileEvaluation(FileEvaluationOptions options, IReadOnlyList<Solution[]> rows, IReadOnlyList<ProblemSamples> samples) =>
        (_options, _rows, _samples) = (options, rows, samples);

    /// <summary>Names of the methods.</summary>
    public static IReadOnlyCollection<string> MethodNames => Rules.Keys;

    /// <summary>Problems that have solutions.</summary>
    public int Problems => _samples.Count;

    /// <summary>Problems of the prompt file that have none.</summary>
    public required int Unsolved { get; init; }

    /// <summary>Rows left out because their sample was there already.</summary>
    public required int Repeated { get; init; }

    /// <summary>The solutions, graded, by problem and sample.</summary>
    public IEnumerable<Solution> Solutions => _rows.SelectMany(problem => problem);

    /// <summary>Reads and grades the solutions.</summary>
    /// <param name="promptFile">The problems, of any format that <see cref="ProblemFile"/> reads; <c>idx</c> counts its rows from 0.</param>
    /// <param name="solutionFile">The solutions; see <see cref="SolutionFile"/>. A row's answer is its field, or is found in its output.</param>
    /// <param name="grader">Says which answers are correct, and which vote together.</param>
    /// <param name="options">Settings.</param>
    /// <exception cref="FileNotFoundException">A file is not there.</exception>
    /// <exception cref="InvalidDataException">A row is bad, or fits no problem.</exception>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static FileEvaluation Read(string promptFile, string solutionFile, IGrader grader, FileEvaluationOptions options)
    {
        options.Validate();
        IReadOnlyList<Problem> problems = ProblemFile.Read(promptFile);
        (IReadOnlyList<Solution> solutions, int repeated) = SolutionFile.Read(solutionFile);
        if (solutions.Count == 0)
        {
            throw new InvalidDataException($"{solutionFile}: there are no solutions; expected at least one row.");
        }
        var verdicts = new Dictionary<(int, string), bool>();
        Solution[][] rows = [.. solutions
            .Select(row => Graded(row, solutionFile, problems, grader, verdicts, options.RewardScale))
            .GroupBy(row => row.ProblemIndex).OrderBy(problem => problem.Key)
            .Select(problem => problem.OrderBy(row => row.SampleIndex).ToArray())];
        if (rows.FirstOrDefault(problem => problem.Length < options.NumSamples) is { } few)
        {
            throw new InvalidDataException(
                $"{solutionFile}: problem {few[0].ProblemIndex} has {few.Length} solutions; expected at least {options.NumSamples} for each "
                + $"({nameof(options.NumSamples)}).");
        }
        if (rows.FirstOrDefault(problem => problem.Length != rows[0].Length) is { } other)
        {
            throw new InvalidDataException(
                $"{solutionFile}: problem {other[0].ProblemIndex} has {other.Length} solutions, problem {rows[0][0].ProblemIndex} has {rows[0].Length}; "
                + "expected the same number for all (finish the run).");
        }
        IReadOnlyList<ProblemSamples> samples = ProblemSamples.FromSolutions(
            rows.SelectMany(problem => problem.Select(row => row with { GroupSize = 1, Group = 0 })), grader);
        return new FileEvaluation(options, rows, samples) { Unsolved = problems.Count - rows.Length, Repeated = repeated };
    }

    /// <summary>The accuracy of each method at N, with the score of every problem.</summary>
    /// <param name="methods">Of <see cref="MethodNames"/>.</param>
    /// <param name="progress">Told the share done, in [0, 1].</param>
    /// <param name="cancellation">Stops between problems.</param>
    /// <exception cref="ArgumentException">A method is unknown, lacks its scores, or whole groups do not make up N.</exception>
    public IReadOnlyList<AccuracyPoint> Run(IReadOnlyList<string> methods, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        var evaluation = new EvaluationOptions { NTrials = _options.NTrials, Seed = _options.Seed, Sizes = [_options.NumSamples] };
        var points = new List<AccuracyPoint>();
        foreach (string method in methods)
        {
            if (!Rules.TryGetValue(method, out (bool Groups, VotingRule Rule, StepAggregation Steps) how))
            {
                throw new ArgumentException($"method is \"{method}\"; expected one of {string.Join(", ", MethodNames)}.");
            }
            VotingRule rule = method == Methods.TsmcWeightedVote ? _options.TsmcWeight : how.Rule;
            ProblemSamples[] samples = [.. _samples.Zip(_rows, (problem, rows) => Arranged(problem, rows, how.Groups, how.Steps))];
            CheckScores(method, rule, samples);
            IReadOnlyList<AccuracyPoint> found = AccuracyCurve.AgainstN(samples, method, rule, evaluation, cancellation: cancellation);
            points.Add(found.Count == 1
                ? found[0]
                : throw new ArgumentException($"{method}: {nameof(_options.NumSamples)} is {_options.NumSamples}; expected a multiple of M = {samples[0].GroupSize}, or all {samples[0].Count} solutions."));
            progress?.Report(points.Count / (double)methods.Count);
        }
        return points;
    }

    /// <summary>A problem's samples as a method looks at them: in groups or single, with one reward a solution.</summary>
    private ProblemSamples Arranged(ProblemSamples problem, Solution[] rows, bool groups, StepAggregation steps)
    {
        bool named = groups && rows[0].GroupSize > 1;
        return problem with
        {
            Reward = [.. rows.Select(row => StepScores.Aggregate(row.Rewards, steps))],
            GroupSize = !groups ? 1 : named ? rows[0].GroupSize : _options.TsmcBatchSize,
            Group = [.. rows.Select(row => !groups ? 0 : named ? row.Group : row.SampleIndex / _options.TsmcBatchSize)],
        };
    }

    private static void CheckScores(string method, VotingRule rule, ProblemSamples[] samples)
    {
        (string field, Func<ProblemSamples, IReadOnlyList<double>>? scores) = rule switch
        {
            VotingRule.WeightedByReward => ("reward", problem => problem.Reward),
            VotingRule.WeightedByValue => ("value", problem => problem.Value),
            VotingRule.WeightedByImportance => ("log_weight", problem => problem.LogWeight),
            _ => ("", (Func<ProblemSamples, IReadOnlyList<double>>?)null),
        };
        if (scores is not null && samples.FirstOrDefault(problem => scores(problem).Any(double.IsNaN)) is { } lacking)
        {
            throw new ArgumentException($"{method}: a solution of problem {lacking.ProblemIndex} has no {field}; expected one for every solution.");
        }
    }

    private static Solution Graded(
        Solution row, string path, IReadOnlyList<Problem> problems, IGrader grader, Dictionary<(int, string), bool> verdicts, RewardScale scale)
    {
        string where = $"{path}, problem {row.ProblemIndex}, sample {row.SampleIndex}";
        if (row.ProblemIndex >= problems.Count)
        {
            throw new InvalidDataException($"{where}: idx is {row.ProblemIndex}; the prompt file has {problems.Count} problems.");
        }
        Problem problem = problems[row.ProblemIndex];
        if (row.Prompt.Length > 0 && !row.Prompt.Contains(problem.Text, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{where}: the prompt does not hold problem {problem.Id}; expected solutions of this prompt file.");
        }
        IReadOnlyList<double> rewards = scale == RewardScale.Logit ? [.. row.Rewards.Select(score => 1 / (1 + Math.Exp(-score)))] : row.Rewards;
        if (rewards.Concat(row.Values).Any(score => score is < 0 or > 1))
        {
            throw new InvalidDataException($"{where}: a score lies outside [0, 1]; expected probabilities (rewards that are logits are read with {nameof(RewardScale)} logit).");
        }
        string? answer = row.Answer ?? AnswerExtraction.Find(row.Output);
        bool correct = false;
        if (answer is not null && !verdicts.TryGetValue((row.ProblemIndex, answer), out correct))
        {
            correct = grader.Equivalent(problem.Answer, answer);
            verdicts.Add((row.ProblemIndex, answer), correct);
        }
        return row with { Answer = answer, Correct = correct, Rewards = rewards };
    }
}
