using static TorchSharp.torch;

namespace Tsmc.Models;

/// <summary>
/// Rotary positions (Su et al., RoFormer, 2021) in Hugging Face's half-split convention: component i of a head turns together with
/// component i + D/2. The tables hold as many positions as were asked for so far, not the 131072 that a config may allow.
/// </summary>
internal sealed class RotaryEmbedding(LlamaConfig config, ScalarType type, Device device) : IDisposable
{
    private const int FirstPositions = 512;

    private readonly Lock _gate = new();
    private readonly List<Table> _all = [];
    private volatile Table? _latest;

    /// <summary>The angles of given positions [B, L], all below <paramref name="count"/>, as (cos, sin), each [B, L, 1, D].</summary>
    public (Tensor Cos, Tensor Sin) At(Tensor positions, long count)
    {
        Table table = Of(count);
        return (table.Cos[positions].unsqueeze(2), table.Sin[positions].unsqueeze(2));
    }

    /// <summary>The angles of positions 0 .. <paramref name="length"/> - 1 as (cos, sin), each [1, length, 1, D].</summary>
    public (Tensor Cos, Tensor Sin) First(long length)
    {
        Table table = Of(length);
        return (table.Cos.narrow(0, 0, length).unsqueeze(1).unsqueeze(0), table.Sin.narrow(0, 0, length).unsqueeze(1).unsqueeze(0));
    }

    /// <summary>Turns heads [B, L, heads, D] by their positions' angles.</summary>
    public static Tensor Turn(Tensor heads, (Tensor Cos, Tensor Sin) angles) =>
        (heads * angles.Cos).addcmul(heads.roll(heads.shape[^1] / 2, -1), angles.Sin, 1);

    public void Dispose()
    {
        foreach (Table table in _all)
        {
            table.Cos.Dispose();
            table.Sin.Dispose();
        }
    }

    /// <summary>A table of at least so many positions. An outgrown one stays: another thread may be reading it.</summary>
    private Table Of(long count)
    {
        if (_latest is { } table && table.Positions >= count)
        {
            return table;
        }
        lock (_gate)
        {
            if (_latest is not { } latest || latest.Positions < count)
            {
                long twice = Math.Max(FirstPositions, 2 * (_latest?.Positions ?? 0));
                _latest = Make(checked((int)Math.Max(count, Math.Min(twice, config.MaxPositions + 1L))));
                _all.Add(_latest);
            }
            return _latest;
        }
    }

    private Table Make(int positions)
    {
        int half = config.HeadSize / 2;
        double[] frequency = [.. Enumerable.Range(0, half).Select(i => Frequency(2.0 * i / config.HeadSize))];
        var cos = new float[checked(positions * config.HeadSize)];
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
        using var scope = NewDisposeScope();
        Tensor OnDevice(float[] table) => tensor(table, [positions, config.HeadSize]).to(type, device).DetachFromDisposeScope();
        return new Table(positions, OnDevice(cos), OnDevice(sin));
    }

    private double Frequency(double exponent)
    {
        double frequency = Math.Pow(config.RopeTheta, -exponent);
        return config.RopeScaling?.Scale(frequency) ?? frequency;
    }

    /// <param name="Positions">Number of positions.</param>
    /// <param name="Cos">[positions, D]</param>
    /// <param name="Sin">[positions, D], the first half negated: what multiplies the swapped halves.</param>
    private sealed record Table(int Positions, Tensor Cos, Tensor Sin);
}
