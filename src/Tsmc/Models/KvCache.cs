using static TorchSharp.torch;

namespace Tsmc.Models;

/// <summary>
/// Keys and values of past tokens for a fixed number of rows, allocated once. Row r holds one sequence; what lies beyond the
/// sequence's length is garbage that no query sees.
/// </summary>
/// <remarks>
/// Layout: for each layer one tensor of keys and one of values, [rows, positions + 1 and up to a round number, KV heads * D];
/// the position behind the last takes what pads a batch. One row's keys lie together, which
/// is what decoding reads: with keys and values of all layers interleaved it was 2.5 times slower.
/// </remarks>
public sealed class KvCache : IDisposable
{
    private readonly Tensor[] _keys;
    private readonly Tensor[] _values;

    /// <summary>Allocates a cache.</summary>
    /// <param name="config">Shape of the model whose keys and values are kept.</param>
    /// <param name="rows">Number of sequences.</param>
    /// <param name="positions">Longest sequence, in tokens.</param>
    /// <param name="type">Number type of the entries.</param>
    /// <param name="device">Where the cache lives.</param>
    public KvCache(LlamaConfig config, int rows, int positions, ScalarType type, Device device)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(positions);
        Rows = rows;
        Positions = positions;
        (long stored, long width) = Shape(config, positions);
        Tensor[] Allocate() => [.. Enumerable.Range(0, config.Layers)
            .Select(_ => zeros([rows, stored, width], type, device).DetachFromDisposeScope())];
        _keys = Allocate();
        _values = Allocate();
    }

    /// <summary>Number of sequences the cache can hold.</summary>
    public int Rows { get; }

    /// <summary>Longest sequence in tokens.</summary>
    public int Positions { get; }

    /// <summary>Size in bytes.</summary>
    public long Bytes => 2L * _keys.Length * _keys[0].numel() * _keys[0].element_size();

    /// <summary>Bytes that one row of a cache takes.</summary>
    internal static long BytesARow(LlamaConfig config, int positions, ScalarType type)
    {
        (long stored, long width) = Shape(config, positions);
        return 2 * config.Layers * stored * width * (type == ScalarType.Float32 ? sizeof(float) : sizeof(ushort));
    }

    private static (long Positions, long Width) Shape(LlamaConfig config, int positions) =>
        (AttentionPlan.RoundUp(positions + 1, AttentionPlan.ContextMultiple), (long)config.KeyValueHeads * config.HeadSize);

    /// <summary>One layer's keys and values, each [rows, positions and more, KV heads * D].</summary>
    internal (Tensor Keys, Tensor Values) Layer(int layer) => (_keys[layer], _values[layer]);

    /// <summary>Copies the first <paramref name="length"/> positions of rows to other rows: <paramref name="target"/>[i] = <paramref name="source"/>[i].</summary>
    public void CopyRows(ReadOnlySpan<long> source, ReadOnlySpan<long> target, int length)
    {
        if (source.Length == 0)
        {
            return;
        }
        using var scope = NewDisposeScope();
        Tensor from = tensor(source.ToArray(), device: _keys[0].device);
        Tensor to = tensor(target.ToArray(), device: _keys[0].device);
        foreach (Tensor entries in _keys.Concat(_values))
        {
            using var ofLayer = NewDisposeScope(); // one layer's copies at a time, not all layers'
            Tensor used = entries.narrow(1, 0, length);
            used.index_copy_(0, to, used.index_select(0, from));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor entries in _keys.Concat(_values))
        {
            entries.Dispose();
        }
    }
}
