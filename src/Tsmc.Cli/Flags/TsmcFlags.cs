using System.CommandLine;
using Tsmc.Sampling;
using Tsmc.Smc;

namespace Tsmc.Cli.Flags;

/// <summary>The flags of <see cref="TsmcOptions"/>.</summary>
internal sealed class TsmcFlags
{
    private static readonly TsmcOptions Standard = new();

    private readonly TokenSamplingFlags _sampling = new();

    private readonly Option<int> _numSamples = Flag.Of(
        "--num-samples", Standard.NumSamples, "Solutions per problem, N, made as N / M independent groups.");

    private readonly Option<int> _tsmcBatchSize = Flag.Of("--tsmc-batch-size", Standard.TsmcBatchSize, "Particles of one group, M.");

    private readonly Option<double> _tsmcTemperature = Flag.Of(
        "--tsmc-temperature", Standard.TsmcTemperature, "Exponent on the value: log psi = exponent * log V.");

    private readonly Option<int> _stopSteps = Flag.Of("--stop-steps", Standard.StopSteps, "At most this many resamplings of a group.");

    private readonly Option<int> _warmup = Flag.Of("--warmup", Standard.Warmup, "No step end counts within this many first tokens of a solution.");

    private readonly Option<string> _scheme = Flag.Word(
        "--scheme", ResamplingSchemeName.Of(Standard.Scheme), ResamplingSchemeName.All, "Resampling scheme.");

    private readonly Option<double?> _essThreshold = Flag.Optional<double?>(
        "--ess-threshold", "Resample only when ESS / M is below this, in (0, 1]; without it at every pause, as the paper does.");

    public IEnumerable<Option> All =>
        [_numSamples, _tsmcBatchSize, _tsmcTemperature, _stopSteps, _warmup, _scheme, _essThreshold, .. _sampling.All];

    public TsmcOptions Read(Session session) => _sampling.Read(session, new TsmcOptions
    {
        NumSamples = session.Get(_numSamples),
        TsmcBatchSize = session.Get(_tsmcBatchSize),
        TsmcTemperature = session.Get(_tsmcTemperature),
        StopSteps = session.Get(_stopSteps),
        Warmup = session.Get(_warmup),
        Scheme = ResamplingSchemeName.Parse(session.Require(_scheme)),
        EssThreshold = session.Get(_essThreshold),
    });
}
