using static TorchSharp.torch;

namespace Tsmc.Models;

/// <summary>
/// Keys and values of past tokens for a fixed number of rows, allocated once. Row r holds one sequence; what lies beyond the
/// sequence's length is garbage that no query sees.
/// </summary>
/// <remarks>Layout: one tensor [rows, positions, layers * 2 * KV heads * D], so that copying rows is a single call.</remarks>
public sealed class KvCache : IDisposable
{
    private readonly Tensor _entries;
    private readonly long _layerWidth;

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
        KeyWidth = config.KeyValueHeads * config.HeadSize;
        _layerWidth = 2L * KeyWidth;
        _entries = zeros([rows, positions, config.Layers * _layerWidth], type, device).DetachFromDisposeScope();
    }

    /// <summary>Number of sequences the cache can hold.</summary>
    public int Rows { get; }

    /// <summary>Longest sequence in tokens.</summary>
    public int Positions { get; }

    /// <summary>Size in bytes.</summary>
    public long Bytes => _entries.numel() * _entries.element_size();

    /// <summary>Width of one token's keys (or values) in one layer: KV heads * D.</summary>
    internal int KeyWidth { get; }

    /// <summary>A view of one layer's entries, [rows, positions, 2 * KV heads * D]: keys, then values.</summary>
    internal Tensor Layer(int layer) => _entries.narrow(2, layer * _layerWidth, _layerWidth);

    /// <summary>Copies the first <paramref name="length"/> positions of rows to other rows: <paramref name="target"/>[i] = <paramref name="source"/>[i].</summary>
    public void CopyRows(ReadOnlySpan<long> source, ReadOnlySpan<long> target, int length)
    {
        if (source.Length == 0)
        {
            return;
        }
        using var scope = NewDisposeScope();
        Tensor used = _entries.narrow(1, 0, length);
        Tensor rows = used.index_select(0, tensor(source.ToArray(), device: _entries.device));
        used.index_copy_(0, tensor(target.ToArray(), device: _entries.device), rows);
    }

    /// <inheritdoc/>
    public void Dispose() => _entries.Dispose();
}
