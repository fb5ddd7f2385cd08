using Tsmc.Interactive.Views;
using Tsmc.Sampling;
using Tsmc.Smc;
using Tsmc.Tokenization;

namespace Tsmc.Interactive.Live;

/// <summary>Shows a run of twisted SMC in a cell's output while it goes on.</summary>
public static class RunDisplay
{
    /// <summary>Runs to the end, showing the genealogy, the effective sample size and the particles after each step in the same place.</summary>
    /// <param name="run">The run.</param>
    /// <param name="tokenizer">Turns tokens into text; null shows how many were written.</param>
    /// <param name="isRight">Tells whether a partial solution is right so far; null for no marks.</param>
    /// <param name="ct">Cancels the run; what was shown last stays.</param>
    /// <returns>The whole run.</returns>
    /// <example><code>var run = await RunDisplay.ShowAsync(SolutionSampler.RunAsync(group, options), models.Tokenizer);</code></example>
    public static async Task<SmcRun<TextParticle>> ShowAsync(
        IAsyncEnumerable<SmcStep<TextParticle>> run, Tokenizer? tokenizer = null, Func<string, bool>? isRight = null,
        CancellationToken ct = default)
    {
        List<SmcStep<TextParticle>> steps = [];
        using var display = new LiveDisplay<LiveRunView>(LiveRunView.Empty);
        await foreach (SmcStep<TextParticle> step in run.WithCancellation(ct))
        {
            steps.Add(step);
            display.Update(LiveRunView.Of(steps, tokenizer, isRight));
        }
        return new SmcRun<TextParticle>(steps);
    }
}
