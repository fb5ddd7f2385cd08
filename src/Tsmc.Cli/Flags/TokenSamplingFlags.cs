using System.CommandLine;
using Tsmc.Sampling;

namespace Tsmc.Cli.Flags;

/// <summary>The flags of <see cref="TokenSampling"/>.</summary>
internal sealed class TokenSamplingFlags
{
    private static readonly TokenSampling Standard = new();

    private readonly Option<double> _temperature = Flag.Of(
        "--temperature", Standard.Temperature, "Divides the logits; 0 takes the likeliest token (greedy).");

    private readonly Option<int> _topK = Flag.Of("--top-k", Standard.TopK, "Only this many likeliest tokens can be drawn; 0 for all.");

    private readonly Option<int> _maxNewTokens = Flag.Of(
        "--max-new-tokens", Standard.MaxNewTokens, "Token limit of one solution, the end-of-sequence token included.");

    private readonly Option<long> _seed = Flag.Of("--seed", Standard.Seed, "Seed; with the problem's index it fixes every solution.");

    public IEnumerable<Option> All => [_temperature, _topK, _maxNewTokens, _seed];

    /// <summary>The given options with the flags' values.</summary>
    public T Read<T>(Session session, T options)
        where T : TokenSampling => (T)(options with
        {
            Temperature = session.Get(_temperature),
            TopK = session.Get(_topK),
            MaxNewTokens = session.Get(_maxNewTokens),
            Seed = session.Get(_seed),
        });
}
