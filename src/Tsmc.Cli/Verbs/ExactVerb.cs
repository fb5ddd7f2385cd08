using System.CommandLine;
using System.Globalization;
using Tsmc.Cli.Flags;
using Tsmc.Cli.Progress;
using Tsmc.Exact;
using Tsmc.Smc;

namespace Tsmc.Cli.Verbs;

/// <summary><c>tsmc exact</c>: twisted SMC against exact inference on a toy model.</summary>
internal sealed class ExactVerb : Verb
{
    private static readonly ExactStudyOptions Standard = new();

    private readonly Option<string> _model = Flag.Required<string>(
        "--model", "JSON file of the toy model: V, T, p_next by prefix, phi by sequence, and optionally value by prefix.");

    private readonly Option<string> _output = Flag.Required<string>("--output", "JSON file for z, value, posterior and runs.");
    private readonly Option<int> _particles = Flag.Of("--particles", Standard.Particles, "Particles of one run, M.");
    private readonly Option<int> _runs = Flag.Of("--runs", Standard.Runs, "Independent runs for each scheme and exponent.");
    private readonly Option<long> _seed = Flag.Of("--seed", Standard.Seed, "Seed of all randomness.");

    public ExactVerb()
        : base(
            "exact",
            "Compare twisted SMC with the exact answers of a toy model, for every resampling scheme and several twists.",
            "tsmc exact --model toy.json --output result.json",
            "tsmc exact --model toy.json --particles 20 --runs 2000 --seed 7 --output result.json") =>
        AddAll(_model, _output, _particles, _runs, _seed);

    protected override async Task<int> RunAsync(Session session, CancellationToken ct)
    {
        string output = session.Require(_output);
        var options = new ExactStudyOptions
        {
            Particles = session.Get(_particles),
            Runs = session.Get(_runs),
            Seed = session.Get(_seed),
        };
        options.Validate();
        EnumerableModel model = EnumerableModel.Load(session.Require(_model));
        int settings = Enum.GetValues<ResamplingScheme>().Length * ExactStudy.Exponents.Count;
        int done = 0;
        ExactStudyResult result = await session.WithProgressAsync(progress => Task.Run(
            () => ExactStudy.Run(
                model, options,
                new Relay<ExactStudyRow>(_ => progress.Report(new StageProgress("exact", ++done, settings, "settings"))), ct),
            ct)).ConfigureAwait(false);
        result.Save(output);
        session.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Exact Z = {result.Z:G6}; {options.Runs} runs of {options.Particles} particles each:"));
        session.Table(
            ["scheme", "exponent", "mean Z_hat", "standard error", "deviation / s.e.", "posterior distance", "mean ESS"],
            result.Runs.Select(row => new[]
            {
                row.Scheme, Number(row.Exponent, "0.##"), Number(row.MeanZ, "F6"), Number(row.StandardError, "E1"),
                Number((row.MeanZ - result.Z) / row.StandardError, "+0.00;-0.00"), Number(row.PosteriorDistance, "F4"), Number(row.MeanEss, "F2"),
            }));
        return ExitCode.Success;
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
