using Tsmc.Models;
using Tsmc.Problems;
using Tsmc.Tokenization;
using static TorchSharp.torch;

namespace Tsmc.Sampling;

/// <summary>
/// Scores whole solutions of one problem with a value or reward model: the prompt is read once, the solutions together behind it.
/// Thread-safe: the model is only read.
/// </summary>
public sealed class SolutionScorer(ValueModel model, Tokenizer tokenizer)
{
    private const int MaxRows = 128;
    private readonly StepEnds _stepEnds = new(tokenizer);

    /// <summary>The probability that the model gives each solution, V_theta in [0, 1], at the end of each step and, last, at its last token.</summary>
    /// <param name="prompt">Token ids of the prompt, at least one.</param>
    /// <param name="solutions">Token ids of the solutions, the end-of-sequence token included where there is one.</param>
    /// <returns>One list a solution; for a solution without tokens the value of the prompt.</returns>
    /// <exception cref="ArgumentException">The prompt is empty, or prompt and solution are longer than the model's context.</exception>
    public IReadOnlyList<IReadOnlyList<double>> Score(IReadOnlyList<int> prompt, IReadOnlyList<IReadOnlyList<int>> solutions)
    {
        if (prompt.Count == 0)
        {
            throw new ArgumentException("The prompt has no token; expected at least one.", nameof(prompt));
        }
        int longest = prompt.Count + solutions.Select(solution => solution.Count).DefaultIfEmpty().Max();
        if (longest > model.Config.MaxPositions)
        {
            throw new ArgumentException(
                $"Prompt and solution take {longest} tokens, the model has {model.Config.MaxPositions} positions.", nameof(solutions));
        }
        var values = new List<IReadOnlyList<double>>(solutions.Count);
        foreach (IReadOnlyList<int>[] chunk in solutions.Chunk(MaxRows))
        {
            values.AddRange(ScoreChunk(prompt, chunk));
        }
        return values;
    }

    /// <summary>The solutions of a sample with their <see cref="Solution.Values"/>.</summary>
    /// <exception cref="ArgumentException">Prompt and solution are longer than the model's context.</exception>
    public IReadOnlyList<Solution> Values(PlainSample sample) =>
        [.. sample.Solutions.Zip(Score(sample), (solution, values) => solution with { Values = values })];

    /// <summary>The solutions of a sample with the model's scores as their <see cref="Solution.Rewards"/>; of an ORM, the last only.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="outcomeOnly">Whether only the score at the solution's end counts.</param>
    /// <exception cref="ArgumentException">Prompt and solution are longer than the model's context.</exception>
    public IReadOnlyList<Solution> Rewards(PlainSample sample, bool outcomeOnly = true) =>
        [.. sample.Solutions.Zip(Score(sample), (solution, scores) => solution with { Rewards = outcomeOnly ? [scores[^1]] : scores })];

    private IReadOnlyList<IReadOnlyList<double>> Score(PlainSample sample) =>
        Score(sample.Prompt, [.. sample.Particles.Select(particle => particle.Tokens())]);

    private IEnumerable<IReadOnlyList<double>> ScoreChunk(IReadOnlyList<int> prompt, IReadOnlyList<int>[] solutions)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        Device device = model.Backbone.Device;

        // The prompt's last token is read with the solutions, so that an empty solution has a place to be scored at.
        int behind = prompt.Count - 1;
        int longest = solutions.Max(solution => solution.Count) + 1;
        using var cache = new KvCache(model.Config, solutions.Length, behind + longest, model.Backbone.Type, device);
        if (behind > 0)
        {
            Tensor head = tensor([.. prompt.Take(behind).Select(id => (long)id)], [1, behind], device: device);
            model.Backbone.Forward(head, zeros(1, ScalarType.Int64, device), behind, cache);
            cache.CopyRows(new long[solutions.Length - 1], [.. Enumerable.Range(1, solutions.Length - 1).Select(row => (long)row)], behind);
        }
        var ids = new long[solutions.Length * longest];
        for (int i = 0; i < solutions.Length; i++)
        {
            ids[i * longest] = prompt[^1];
            for (int j = 0; j < solutions[i].Count; j++)
            {
                ids[i * longest + 1 + j] = solutions[i][j];
            }
        }
        Tensor hidden = model.Backbone.Forward(
            tensor(ids, [solutions.Length, longest], device: device), full(solutions.Length, behind, ScalarType.Int64, device),
            behind + longest, cache); // [B, L, hidden]
        float[] scores = model.Logits(hidden).sigmoid().cpu().data<float>().ToArray(); // [B, L]
        return [.. solutions.Select((solution, i) => (IReadOnlyList<double>)[.. ScoredPositions(solution)
            .Select(position => (double)scores[i * longest + 1 + position])])];
    }

    /// <summary>The step ends within a solution and its last token; -1, the prompt, when it is empty.</summary>
    private IEnumerable<int> ScoredPositions(IReadOnlyList<int> solution) =>
        _stepEnds.Positions(solution).Where(position => position < solution.Count - 1).Append(solution.Count - 1);
}
