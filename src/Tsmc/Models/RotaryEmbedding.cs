using Tsmc.Torch;
using static TorchSharp.torch;

namespace Tsmc.Models;

/// <summary>
/// Rotary positions (Su et al., RoFormer, 2021) in Hugging Face's half-split convention: component i of a head turns together with
/// component i + D/2. The tables hold as many positions as were asked for so far, not the 131072 that a config may allow.
/// </summary>
internal sealed class RotaryEmbedding : IDisposable
{
    private const int FirstPositions = 512;

    private readonly Lock _gate = new();
    private readonly List<Table> _all = [];
    private readonly LlamaConfig _config;
    private readonly ScalarType _type;
    private readonly Device _device;
    private volatile Table _latest;

    public RotaryEmbedding(LlamaConfig config, ScalarType type, Device device)
    {
        (_config, _type, _device) = (config, type, device);
        _latest = Make(Math.Min(FirstPositions, config.MaxPositions));
        _all.Add(_latest);
    }

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
        (heads * angles.Cos).addcmul(heads.roll(heads.shape[^1] / 2, -1), angles.Sin, Scalars.One);

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
        if (_latest is var table && table.Positions >= count)
        {
            return table;
        }
        lock (_gate)
        {
            if (_latest.Positions < count)
            {
                long twice = Math.Min(2L * _latest.Positions, _config.MaxPositions + 1L);
                _latest = Make(checked((int)Math.Max(count, twice)));
                _all.Add(_latest);
            }
            return _latest;
        }
    }

    private Table Make(int positions)
    {
        int half = _config.HeadSize / 2;
        double[] frequency = [.. Enumerable.Range(0, half).Select(i => Frequency(2.0 * i / _config.HeadSize))];
        var cos = new float[checked(positions * _config.HeadSize)];
        var sin = new float[positions * _config.HeadSize];
        for (int position = 0; position < positions; position++)
        {
            for (int i = 0; i < half; i++)
            {
                (double s, double c) = Math.SinCos(position * frequency[i]);
                int at = position * _config.HeadSize + i;
                (cos[at], cos[at + half]) = ((float)c, (float)c);
                (sin[at], sin[at + half]) = (-(float)s, (float)s);
            }
        }
        using var scope = NewDisposeScope();
        Tensor OnDevice(float[] table) => tensor(table, [positions, _config.HeadSize]).to(_type, _device).DetachFromDisposeScope();
        return new Table(positions, OnDevice(cos), OnDevice(sin));
    }

    private double Frequency(double exponent)
    {
        double frequency = Math.Pow(_config.RopeTheta, -exponent);
        return _config.RopeScaling?.Scale(frequency) ?? frequency;
    }

    /// <param name="Positions">Number of positions.</param>
    /// <param name="Cos">[positions, D]</param>
    /// <param name="Sin">[positions, D], the first half negated: what multiplies the swapped halves.</param>
    private sealed record Table(int Positions, Tensor Cos, Tensor Sin);
}
