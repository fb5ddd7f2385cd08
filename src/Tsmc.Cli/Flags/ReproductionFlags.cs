using System.CommandLine;
using System.Globalization;
using Tsmc.Demonstration;

namespace Tsmc.Cli.Flags;

/// <summary>The flags of <see cref="ReproductionOptions"/>; what is not given is the full run's, or the quick one's.</summary>
internal sealed class ReproductionFlags
{
    private static readonly ReproductionOptions Full = new();

    private readonly Option<bool> _quick = new("--quick") { Description = "A run of about a minute, to see that everything works." };

    private readonly Option<int?> _problems = Flag.Optional<int?>(
        "--problems", Standard("Held-out problems.", options => options.Problems));

    private readonly Option<long[]> _seeds = Several<long>(
        "--seeds", Standard("Sampling seeds.", options => string.Join(' ', options.Seeds)));

    private readonly Option<int?> _numSamples = Flag.Optional<int?>(
        "--num-samples", Standard("Solutions per problem and run, N.", options => options.NumSamples));

    private readonly Option<int?> _tsmcBatchSize = Flag.Optional<int?>(
        "--tsmc-batch-size", Standard("Particles of one group, M, in the figure against N.", options => options.TsmcBatchSize));

    private readonly Option<int[]> _otherBatchSizes = Several<int>(
        "--other-batch-sizes", Standard("The other M of the figure against M.", options => string.Join(' ', options.OtherBatchSizes)));

    private readonly Option<double> _tsmcTemperature = Flag.Of("--tsmc-temperature", Full.TsmcTemperature, "Exponent on the value; the paper's is 0.5.");

    public IEnumerable<Option> All => [_quick, _problems, _seeds, _numSamples, _tsmcBatchSize, _otherBatchSizes, _tsmcTemperature];

    public ReproductionOptions Read(Session session)
    {
        ReproductionOptions options = session.Get(_quick) ? ReproductionOptions.Quick : Full;
        return options with
        {
            Problems = session.Get(_problems) ?? options.Problems,
            Seeds = session.Get(_seeds) is { Length: > 0 } seeds ? seeds : options.Seeds,
            NumSamples = session.Get(_numSamples) ?? options.NumSamples,
            TsmcBatchSize = session.Get(_tsmcBatchSize) ?? options.TsmcBatchSize,
            OtherBatchSizes = session.Get(_otherBatchSizes) is { Length: > 0 } sizes ? sizes : options.OtherBatchSizes,
            TsmcTemperature = session.Get(_tsmcTemperature),
        };
    }

    private static string Standard(string description, Func<ReproductionOptions, object> value) => string.Create(
        CultureInfo.InvariantCulture, $"{description} [default: {value(Full)}; quick: {value(ReproductionOptions.Quick)}]");

    private static Option<T[]> Several<T>(string name, string description) => new(name)
    {
        Description = description,
        AllowMultipleArgumentsPerToken = true,
    };
}
