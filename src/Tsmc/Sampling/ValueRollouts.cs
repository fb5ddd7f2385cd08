using Tsmc.Grading;
using Tsmc.Problems;
using Tsmc.Tokenization;

namespace Tsmc.Sampling;

/// <summary>
/// The value of a partial solution by its definition, V(x_{1:t}) = E_p0[phi | x_{1:t}]: the generator finishes it many times and the
/// grader counts. Far too slow to sample with; the yardstick of a value model.
/// </summary>
public sealed class ValueRollouts(DecodingEngine engine, Tokenizer tokenizer, IGrader grader)
{
    /// <summary>Share of correct endings of a partial solution, in [0, 1].</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="prompt">Token ids of its prompt.</param>
    /// <param name="prefix">Token ids of the partial solution, up to a step end; may be empty.</param>
    /// <param name="rollouts">How often it is finished, at least 1.</param>
    /// <param name="sampling">Token limit of the whole solution, and seed; temperature and top-k are the engine's.</param>
    /// <param name="address">Address of the random numbers; give each prefix its own.</param>
    /// <param name="ct">Cancels the work.</param>
    /// <exception cref="ArgumentException">There are more rollouts than the engine has rows, or the context is too long.</exception>
    public async Task<double> ShareCorrectAsync(
        Problem problem, IReadOnlyList<int> prompt, IReadOnlyList<int> prefix, int rollouts, TokenSampling sampling, GroupAddress address,
        CancellationToken ct = default)
    {
        int left = sampling.MaxNewTokens - prefix.Count;
        if (left < 1)
        {
            throw new ArgumentException($"The partial solution has {prefix.Count} tokens; expected fewer than the limit, {sampling.MaxNewTokens}.", nameof(prefix));
        }
        var options = new GroupOptions { Seed = sampling.Seed, MaxNewTokens = left };
        using DecodingGroup group = await engine.OpenAsync(address, [.. prompt, .. prefix], rollouts, options, ct).ConfigureAwait(false);
        IReadOnlyList<TextParticle> ends = await group.ExtendAsync(group.Start, toEnd: true, ct).ConfigureAwait(false);
        return ends.Average(end => IsCorrect(problem, [.. prefix, .. end.Tokens()], end) ? 1.0 : 0.0);
    }

    private bool IsCorrect(Problem problem, IReadOnlyList<int> solution, TextParticle end) =>
        end.Status == Smc.ParticleStatus.Finished && AnswerExtraction.Find(tokenizer.Decode(solution)) is { } answer
        && grader.Equivalent(problem.Answer, answer);
}
