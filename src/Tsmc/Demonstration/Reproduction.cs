using Tsmc.Grading;
using Tsmc.Problems;
using Tsmc.Sampling;

namespace Tsmc.Demonstration;

/// <summary>
/// The paper's experiment on the demonstration models: for every held-out problem a greedy solution, N plain samples and N TSMC samples
/// for each seed, and TSMC at other M; all scored. The file of solutions resumes where it was interrupted.
/// </summary>
public sealed class Reproduction
{
    private readonly DemonstrationModels _models;
    private readonly ReproductionOptions _options;
    private readonly IReadOnlyList<Problem> _problems;
    private readonly IGrader _grader;

    /// <summary>Takes the first held-out problems.</summary>
    /// <param name="models">The models.</param>
    /// <param name="problems">The problems.</param>
    /// <param name="options">What is sampled.</param>
    /// <param name="grader">Says which answers are correct; null compares numbers.</param>
    /// <exception cref="ArgumentException">An option is out of range, or there are fewer problems.</exception>
    public Reproduction(DemonstrationModels models, IReadOnlyList<Problem> problems, ReproductionOptions options, IGrader? grader = null)
    {
        _grader = grader ?? NumericGrader.Instance;
        options.Validate();
        if (problems.Count < options.Problems)
        {
            throw new ArgumentException($"problems is {options.Problems}; the file holds {problems.Count}.");
        }
        (_models, _options, _problems) = (models, options, [.. problems.Take(options.Problems)]);
    }

    /// <summary>Samples what the file does not hold yet.</summary>
    /// <param name="path">The solutions file.</param>
    /// <param name="engineOptions">How the machine is used; no solution depends on it.</param>
    /// <param name="progress">Told the problems done.</param>
    /// <param name="ct">Stops after the problems at hand; the same call goes on later.</param>
    /// <exception cref="InvalidDataException">The file was begun with other settings.</exception>
    public async Task SampleAsync(
        string path, EngineOptions? engineOptions = null, IProgress<ReproductionProgress>? progress = null, CancellationToken ct = default)
    {
        using ResumableRows file = ResumableRows.Open(path, new { Options = _options, Models = _models.Fingerprints }, _options.RowsPerProblem);
        int before = file.Completed;
        progress?.Report(new ReproductionProgress(before, before, _problems.Count));
        if (before == _problems.Count)
        {
            return;
        }
        int longestPrompt = _problems.Max(problem => _models.Tokenizer.Encode(PromptFormat.Prompt(problem.Text)).Count);
        int context = longestPrompt + _options.Tokens.MaxNewTokens;
        TokenSampling greedy = _options.Tokens with { Temperature = 0, Seed = 0 };
        using var engine = new DecodingEngine(_models.Generator, _models.Value, _models.Tokenizer, _options.Tokens, context, engineOptions);
        using var greedyEngine = new DecodingEngine(_models.Generator, null, _models.Tokenizer, greedy, context, new EngineOptions { Rows = 4, Workers = 1 });
        var work = new ProblemWork(_models, _options, _grader, greedy, engine, greedyEngine);
        IEnumerable<(Problem Problem, int Index)> todo = _problems.Select((problem, index) => (problem, index)).Skip(before);
        await foreach (IReadOnlyList<Solution> rows in InOrder.RunAsync(
            todo, (job, stop) => work.RunAsync(job.Problem, job.Index, stop), inFlight: 6, ct).ConfigureAwait(false))
        {
            file.Append(rows);
            progress?.Report(new ReproductionProgress(before, file.Completed, _problems.Count));
        }
    }

    /// <summary>What is done for one problem.</summary>
    private sealed class ProblemWork(
        DemonstrationModels models, ReproductionOptions options, IGrader grader, TokenSampling greedy, DecodingEngine engine,
        DecodingEngine greedyEngine)
    {
        private readonly SolutionSampler _sampler = new(engine, models.Tokenizer, grader);
        private readonly SolutionSampler _greedy = new(greedyEngine, models.Tokenizer, grader);
        private readonly SolutionScorer _value = new(models.Value, models.Tokenizer);
        private readonly SolutionScorer _orm = new(models.Orm, models.Tokenizer);

        public async Task<IReadOnlyList<Solution>> RunAsync(Problem problem, int index, CancellationToken ct)
        {
            var runs = new List<Task<IReadOnlyList<Solution>>> { GreedyAsync(problem, index, ct) };
            foreach (long seed in options.Seeds)
            {
                runs.Add(PlainAsync(problem, index, seed, ct));
                runs.Add(TsmcAsync(problem, index, options.TsmcBatchSize, seed, ct));
            }
            runs.AddRange(options.OtherBatchSizes.Select(m => TsmcAsync(problem, index, m, options.Seeds[0], ct)));
            IReadOnlyList<Solution>[] rows = await Task.WhenAll(runs).ConfigureAwait(false);
            return [.. rows.SelectMany(run => run)];
        }

        private async Task<IReadOnlyList<Solution>> GreedyAsync(Problem problem, int index, CancellationToken ct) =>
            (await _greedy.PlainAsync(problem, index, 1, greedy, ct).ConfigureAwait(false)).Solutions;

        private async Task<IReadOnlyList<Solution>> PlainAsync(Problem problem, int index, long seed, CancellationToken ct)
        {
            PlainSample sample = await _sampler.PlainAsync(problem, index, options.NumSamples, options.Tokens with { Seed = seed }, ct).ConfigureAwait(false);
            return await engine.RunAsync(
                () => Scored(sample.Solutions, sample.Particles, sample.Prompt, values: true), index, ct).ConfigureAwait(false);
        }

        private async Task<IReadOnlyList<Solution>> TsmcAsync(Problem problem, int index, int m, long seed, CancellationToken ct)
        {
            TsmcSample sample = await _sampler.TsmcAsync(problem, index, options.Tsmc(m, seed), ct).ConfigureAwait(false);
            TextParticle[] particles = [.. sample.Runs.SelectMany(run => run.Particles)];
            return await engine.RunAsync(() => Scored(sample.Solutions, particles, sample.Prompt, values: false), index, ct).ConfigureAwait(false);
        }

        /// <summary>Adds the ORM's score and, where asked, the values; equal solutions, of which resampling makes many, are scored once.</summary>
        private IReadOnlyList<Solution> Scored(
            IReadOnlyList<Solution> rows, IReadOnlyList<TextParticle> particles, IReadOnlyList<int> prompt, bool values)
        {
            int[] first = [.. rows.Select(row => row.Output).Select((output, i) => rows.Index().First(other => other.Item.Output == output).Index)];
            int[] distinct = [.. first.Distinct()];
            IReadOnlyList<int>[] tokens = [.. distinct.Select(i => particles[i].Tokens())];
            Dictionary<int, double> rewards = distinct.Zip(_orm.Score(prompt, tokens)).ToDictionary(pair => pair.First, pair => pair.Second[^1]);
            Dictionary<int, IReadOnlyList<double>>? valued = values
                ? distinct.Zip(_value.Score(prompt, tokens)).ToDictionary(pair => pair.First, pair => pair.Second)
                : null;
            return [.. rows.Select((row, i) => row with { Rewards = [rewards[first[i]]], Values = valued?[first[i]] ?? row.Values })];
        }
    }
}
