using Tsmc.Smc;

namespace Tsmc.Exact;

/// <summary>
/// Twisted sequential Monte Carlo against the exact answers of a toy model: many independent runs for every resampling scheme and
/// several twists. Resampling happens after every token but the last.
/// </summary>
public static class ExactStudy
{
    // Fixed, so that sums are added in the same order on any number of cores.
    private const int RunsPerBlock = 250;

    /// <summary>The exponents on the value: plain importance sampling, the paper's, the value itself.</summary>
    public static IReadOnlyList<double> Exponents { get; } = [0, 0.5, 1];

    /// <summary>Does the study, on all cores; the result depends on the options only.</summary>
    /// <param name="model">The toy model.</param>
    /// <param name="options">Particles, runs and seed.</param>
    /// <param name="progress">Told each row when it is done.</param>
    /// <param name="ct">Cancels the study.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="OperationCanceledException">The study was cancelled.</exception>
    public static ExactStudyResult Run(
        EnumerableModel model, ExactStudyOptions options, IProgress<ExactStudyRow>? progress = null, CancellationToken ct = default)
    {
        options.Validate();
        List<ExactStudyRow> rows = [];
        foreach (ResamplingScheme scheme in Enum.GetValues<ResamplingScheme>())
        {
            foreach (double exponent in Exponents)
            {
                rows.Add(Row(model, scheme, exponent, options, group: (uint)rows.Count, ct));
                progress?.Report(rows[^1]);
            }
        }
        return new ExactStudyResult { Z = model.Z, Value = model.Value, Posterior = model.Posterior, Runs = rows };
    }

    private static ExactStudyRow Row(
        EnumerableModel model, ResamplingScheme scheme, double exponent, ExactStudyOptions options, uint group, CancellationToken ct)
    {
        Tally[] blocks = new Tally[(options.Runs + RunsPerBlock - 1) / RunsPerBlock];
        Parallel.For(0, blocks.Length, new ParallelOptions { CancellationToken = ct }, block =>
        {
            int first = block * RunsPerBlock;
            int end = Math.Min(first + RunsPerBlock, options.Runs);
            // The toy model answers synchronously, so the task is already complete: nothing blocks here.
            blocks[block] = TallyAsync(model, scheme, exponent, options, group, first, end, ct).GetAwaiter().GetResult();
        });
        Tally total = new(model.Sequences.Count);
        foreach (Tally block in blocks)
        {
            total.Add(block);
        }
        double bias = total.Deviation / options.Runs;
        double variance = (total.SquaredDeviation - options.Runs * bias * bias) / (options.Runs - 1);
        return new ExactStudyRow
        {
            Scheme = ResamplingSchemeName.Of(scheme),
            Exponent = exponent,
            MeanZ = model.Z + bias,
            StandardError = Math.Sqrt(Math.Max(0, variance) / options.Runs),
            PosteriorDistance = TotalVariation(model, total.Pooled),
            MeanEss = total.Ess / total.Weighings,
        };
    }

    private static async Task<Tally> TallyAsync(
        EnumerableModel model, ResamplingScheme scheme, double exponent, ExactStudyOptions options, uint group, int first, int end,
        CancellationToken ct)
    {
        TwistedSmcOptions smc = new() { Scheme = scheme, StopSteps = model.StepCount };
        Tally tally = new(model.Sequences.Count);
        for (int run = first; run < end; run++)
        {
            await foreach (SmcStep<ToyParticle> step in ToyRuns.RunAsync(
                model, exponent, options.Particles, smc, options.Seed, (uint)run, group, ct))
            {
                tally.Add(step, model.Z);
            }
        }
        return tally;
    }

    private static double TotalVariation(EnumerableModel model, double[] pooled)
    {
        double total = pooled.Sum();
        if (total == 0)
        {
            return 1;
        }
        double distance = 0;
        foreach (ToyParticle sequence in model.Sequences)
        {
            distance += Math.Abs(pooled[sequence.Leaf] / total - model.Posterior.GetValueOrDefault(sequence.Prefix)) / 2;
        }
        return distance;
    }

    /// <summary>Sums over runs.</summary>
    private sealed class Tally(int sequences)
    {
        // Of Z_hat from Z rather than from 0: their squares do not cancel.
        public double Deviation { get; private set; }

        public double SquaredDeviation { get; private set; }

        public double Ess { get; private set; }

        public int Weighings { get; private set; }

        public double[] Pooled { get; } = new double[sequences];

        public void Add(SmcStep<ToyParticle> step, double z)
        {
            Ess += step.Weights.Ess;
            Weighings++;
            if (!step.IsLast)
            {
                return;
            }
            double zHat = Math.Exp(step.LogEvidence);
            Deviation += zHat - z;
            SquaredDeviation += (zHat - z) * (zHat - z);
            for (int i = 0; i < step.Particles.Count; i++)
            {
                Pooled[step.Particles[i].Leaf] += zHat * step.Weights.Normalised[i];
            }
        }

        public void Add(Tally other)
        {
            Deviation += other.Deviation;
            SquaredDeviation += other.SquaredDeviation;
            Ess += other.Ess;
            Weighings += other.Weighings;
            for (int i = 0; i < Pooled.Length; i++)
            {
                Pooled[i] += other.Pooled[i];
            }
        }
    }
}
