using Tsmc.Smc;

namespace Tsmc.Sampling;

/// <summary>Sampling with twisted SMC; the defaults are the paper's (method: stage 4).</summary>
public sealed record TsmcOptions : TokenSampling
{
    /// <summary>Solutions per problem, N; made as N / M independent groups, the last smaller when M does not divide N.</summary>
    public int NumSamples { get; init; } = 240;

    /// <summary>Particles of one group, M.</summary>
    public int TsmcBatchSize { get; init; } = 40;

    /// <summary>No step end counts within this many first tokens of a solution.</summary>
    public int Warmup { get; init; } = 50;

    /// <summary>Exponent on the value: log psi_t = exponent * log V_theta. The paper's 0.5 is the twist of least weight variance.</summary>
    public double TsmcTemperature { get; init; } = 0.5;

    /// <summary>At most this many resamplings; then every particle runs to its end.</summary>
    public int StopSteps { get; init; } = 5;

    /// <summary>Resampling scheme.</summary>
    public ResamplingScheme Scheme { get; init; } = ResamplingScheme.OrderedStratified;

    /// <summary>Resample only when ESS / M is below this, in (0, 1]; null resamples at every pause, as the paper does.</summary>
    public double? EssThreshold { get; init; }

    /// <summary>The loop's own options.</summary>
    public TwistedSmcOptions Smc => new() { StopSteps = StopSteps, Scheme = Scheme, EssThreshold = EssThreshold };

    /// <summary>What a group of the engine needs of these options.</summary>
    public GroupOptions Group => new() { Seed = Seed, MaxNewTokens = MaxNewTokens, Warmup = Warmup, TwistExponent = TsmcTemperature };

    /// <summary>Sizes of the groups: N / M of M particles, then what is left.</summary>
    public IReadOnlyList<int> GroupSizes()
    {
        var sizes = Enumerable.Repeat(TsmcBatchSize, NumSamples / TsmcBatchSize).ToList();
        if (NumSamples % TsmcBatchSize is > 0 and int rest)
        {
            sizes.Add(rest);
        }
        return sizes;
    }

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        if (NumSamples < 1)
        {
            throw new ArgumentException($"num-samples is {NumSamples}; expected at least 1.");
        }
        if (TsmcBatchSize < 1)
        {
            throw new ArgumentException($"tsmc-batch-size is {TsmcBatchSize}; expected at least 1.");
        }
        if (Warmup < 0)
        {
            throw new ArgumentException($"warmup is {Warmup}; expected 0 or more tokens.");
        }
        if (!(TsmcTemperature >= 0 && double.IsFinite(TsmcTemperature)))
        {
            throw new ArgumentException($"tsmc-temperature is {TsmcTemperature}; expected an exponent of at least 0.");
        }
        Smc.Validate();
    }
}
