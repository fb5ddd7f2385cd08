using static TorchSharp.torch;

namespace Tsmc.Models;

/// <summary>
/// Rotary positions (Su et al., RoFormer, 2021) in Hugging Face's half-split convention: component i of a head turns together with
/// component i + D/2.
/// </summary>
internal sealed class RotaryEmbedding : IDisposable
{
    private readonly Tensor _cos; // [positions, D]
    private readonly Tensor _sin; // [positions, D], the first half negated: what multiplies the swapped halves

    public RotaryEmbedding(LlamaConfig config, int positions, ScalarType type, Device device)
    {
        int half = config.HeadSize / 2;
        double[] frequency = [.. Enumerable.Range(0, half).Select(i => Frequency(config, 2.0 * i / config.HeadSize))];
        var cos = new float[positions * config.HeadSize];
        var sin = new float[positions * config.HeadSize];
        for (int position = 0; position < positions; position++)
        {
            for (int i = 0; i < half; i++)
            {
                (double s, double c) = Math.SinCos(position * frequency[i]);
                int at = position * config.HeadSize + i;
                (cos[at], cos[at + half]) = ((float)c, (float)c);
                (sin[at], sin[at + half]) = (-(float)s, (float)s);
            }
        }
        _cos = tensor(cos, [positions, config.HeadSize]).to(type, device).DetachFromDisposeScope();
        _sin = tensor(sin, [positions, config.HeadSize]).to(type, device).DetachFromDisposeScope();
    }

    /// <summary>The angles of given positions [B, L] as (cos, sin), each [B, L, 1, D].</summary>
    public (Tensor Cos, Tensor Sin) At(Tensor positions) => (_cos[positions].unsqueeze(2), _sin[positions].unsqueeze(2));

    /// <summary>The angles of positions 0 .. <paramref name="length"/> - 1 as (cos, sin), each [1, length, 1, D].</summary>
    public (Tensor Cos, Tensor Sin) First(long length) =>
        (_cos.narrow(0, 0, length).unsqueeze(1).unsqueeze(0), _sin.narrow(0, 0, length).unsqueeze(1).unsqueeze(0));

    /// <summary>Turns heads [B, L, heads, D] by their positions' angles.</summary>
    public static Tensor Turn(Tensor heads, (Tensor Cos, Tensor Sin) angles) =>
        (heads * angles.Cos).addcmul(heads.roll(heads.shape[^1] / 2, -1), angles.Sin, 1);

    public void Dispose()
    {
        _cos.Dispose();
        _sin.Dispose();
    }

    private static double Frequency(LlamaConfig config, double exponent)
    {
        double frequency = Math.Pow(config.RopeTheta, -exponent);
        if (config.RopeScaling is not { } scaling)
        {
            return frequency;
        }
        double wavelength = 2 * Math.PI / frequency;
        double turns = scaling.OriginalContext / wavelength;
        double kept = Math.Clamp(
            (turns - scaling.LowFrequencyFactor) / (scaling.HighFrequencyFactor - scaling.LowFrequencyFactor), 0, 1);
        return frequency * (kept + (1 - kept) / scaling.Factor);
    }
}
