using System.CommandLine;
using Tsmc.Evaluation;

namespace Tsmc.Cli.Flags;

/// <summary>The flags of <see cref="EvaluationOptions"/>.</summary>
internal sealed class EvaluationFlags
{
    private static readonly EvaluationOptions Standard = new();

    private readonly Option<int> _nTrials = Flag.Of("--n-trials", Standard.NTrials, "Random subsets for each problem and N.");

    private readonly Option<int[]> _sizes = new("--sizes")
    {
        Description = "The N of the table, such as --sizes 10 40 80; without it 1, 2, 4, … M, 2M, 4M, … and all.",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<int> _bootstrapResamples = Flag.Of(
        "--bootstrap-resamples", Standard.BootstrapResamples, "Resamples of the problems for the intervals of the gaps.");

    private readonly Option<double> _confidence = Flag.Of("--confidence", Standard.Confidence, "Coverage of these intervals.");
    private readonly Option<long> _seed = Flag.Of("--seed", Standard.Seed, "Seed of subsets and bootstrap.");

    public IEnumerable<Option> All => [_nTrials, _sizes, _bootstrapResamples, _confidence, _seed];

    public EvaluationOptions Read(Session session) => new()
    {
        NTrials = session.Get(_nTrials),
        Sizes = session.Get(_sizes) is { Length: > 0 } sizes ? sizes : null,
        BootstrapResamples = session.Get(_bootstrapResamples),
        Confidence = session.Get(_confidence),
        Seed = session.Get(_seed),
    };
}
