using Tsmc.Sampling;

namespace Tsmc.Demonstration;

/// <summary>What <see cref="Reproduction"/> samples. The defaults are the demonstration's own, not the paper's, and are said in the report.</summary>
public sealed record ReproductionOptions
{
    /// <summary>Number of held-out problems.</summary>
    public int Problems { get; init; } = 200;

    /// <summary>Sampling seeds; plain sampling and TSMC at <see cref="TsmcBatchSize"/> run once for each.</summary>
    public IReadOnlyList<long> Seeds { get; init; } = [1, 2, 3];

    /// <summary>Solutions per problem and run, N.</summary>
    public int NumSamples { get; init; } = 80;

    /// <summary>Particles of one group, M, in the figure against N.</summary>
    public int TsmcBatchSize { get; init; } = 10;

    /// <summary>The other M of the figure against M, sampled with the first seed.</summary>
    public IReadOnlyList<int> OtherBatchSizes { get; init; } = [5, 20, 80];

    /// <summary>Temperature, top-k and token limit; the solutions are some fifty tokens long.</summary>
    public TokenSampling Tokens { get; init; } = new() { MaxNewTokens = 128 };

    /// <summary>Exponent on the value; the paper's is 0.5.</summary>
    public double TsmcTemperature { get; init; } = 1;

    /// <summary>No step end counts within this many first tokens; the paper's 50 would forbid nearly all of a solution this short.</summary>
    public int Warmup { get; init; }

    /// <summary>Most resamplings of a run; the paper's are 5, here they never stop.</summary>
    public int StopSteps { get; init; } = int.MaxValue;

    /// <summary>A run that ends in about a minute, to see that everything works.</summary>
    public static ReproductionOptions Quick { get; } = new()
    {
        Problems = 40, Seeds = [1], NumSamples = 40, OtherBatchSizes = [5, 20, 40],
    };

    /// <summary>Twisted SMC with M particles in a group.</summary>
    public TsmcOptions Tsmc(int m, long seed) => new()
    {
        Temperature = Tokens.Temperature,
        TopK = Tokens.TopK,
        MaxNewTokens = Tokens.MaxNewTokens,
        Seed = seed,
        NumSamples = NumSamples,
        TsmcBatchSize = m,
        Warmup = Warmup,
        StopSteps = StopSteps,
        TsmcTemperature = TsmcTemperature,
    };

    /// <summary>Rows that one problem takes in the solutions file.</summary>
    public int RowsPerProblem => 1 + NumSamples * (2 * Seeds.Count + OtherBatchSizes.Count);

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">One is out of range; the message names it.</exception>
    public void Validate()
    {
        Tokens.Validate();
        if (Problems < 2)
        {
            throw new ArgumentException($"problems is {Problems}; expected at least 2, so that there is a standard error.");
        }
        if (Seeds.Count == 0 || Seeds.Distinct().Count() < Seeds.Count)
        {
            throw new ArgumentException($"seeds are {string.Join(", ", Seeds)}; expected one or more, all different.");
        }
        foreach (int m in OtherBatchSizes.Prepend(TsmcBatchSize))
        {
            Tsmc(m, Seeds[0]).Validate();
            if (NumSamples % m != 0)
            {
                throw new ArgumentException($"num-samples is {NumSamples}; expected a multiple of every group size, among them {m}.");
            }
        }
        if (OtherBatchSizes.Contains(TsmcBatchSize) || OtherBatchSizes.Distinct().Count() < OtherBatchSizes.Count)
        {
            throw new ArgumentException($"group sizes are {TsmcBatchSize}, {string.Join(", ", OtherBatchSizes)}; expected all different.");
        }
    }
}
