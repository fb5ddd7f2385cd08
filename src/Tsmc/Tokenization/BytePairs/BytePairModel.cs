using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Tsmc.Tokenization.BytePairs;

/// <summary>The model <c>BPE</c> of a <c>tokenizer.json</c>: a vocabulary and a list of merges.</summary>
internal sealed class BytePairModel : IPieceModel
{
    // Words recur; HF keeps as many. Longer pieces seldom do.
    private const int CacheSize = 10_000;
    private const int LongestCached = 64;

    private readonly ConcurrentDictionary<string, int[]> _cache = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _vocabulary;
    private readonly MergeTable _merges;
    private readonly BytePairOptions _options;
    private readonly int[]? _byteIds;

    /// <summary>Joins vocabulary and merges.</summary>
    /// <param name="vocabulary">Ids by token.</param>
    /// <param name="merges">Rank and result by the ids of a pair.</param>
    /// <param name="options">What happens to characters the vocabulary does not hold, and more.</param>
    public BytePairModel(Dictionary<string, int> vocabulary, MergeTable merges, BytePairOptions options)
    {
        _vocabulary = vocabulary.GetAlternateLookup<ReadOnlySpan<char>>();
        _merges = merges;
        _options = options;
        _byteIds = options.ByteFallback
            ? [.. Enumerable.Range(0, 256).Select(value => vocabulary.GetValueOrDefault(string.Create(CultureInfo.InvariantCulture, $"<0x{value:X2}>"), -1))]
            : null;
    }

    /// <inheritdoc/>
    public void Append(string piece, List<int> ids)
    {
        if (piece.Length > LongestCached)
        {
            ids.AddRange(Merge(piece));
            return;
        }
        if (!_cache.TryGetValue(piece, out int[]? known))
        {
            known = Merge(piece);
            if (_cache.Count < CacheSize)
            {
                _cache.TryAdd(piece, known);
            }
        }
        ids.AddRange(known);
    }

    private int[] Merge(string piece)
    {
        if (_options.IgnoreMerges && _vocabulary.TryGetValue(piece, out int whole) && !_options.NeverWhole.Contains(whole))
        {
            return [whole];
        }
        Symbol[] symbols = [.. Characters(piece)];
        SymbolMerging.Link(symbols);
        SymbolMerging.Run(symbols, _merges);
        var ids = new List<int>();
        for (int i = symbols.Length > 0 ? 0 : -1; i >= 0; i = symbols[i].Next)
        {
            ids.Add(symbols[i].Id);
        }
        return [.. ids];
    }

    private List<Symbol> Characters(string piece)
    {
        var symbols = new List<Symbol>(piece.Length);
        Span<byte> bytes = stackalloc byte[4];
        Symbol? unknown = null; // one that a next one may be fused with; as in Hugging Face's library, bytes do not come between
        int start = 0;
        foreach (Rune rune in piece.EnumerateRunes())
        {
            int length = rune.Utf16SequenceLength;
            if (_vocabulary.TryGetValue(piece.AsSpan(start, length), out int id))
            {
                Flush();
                symbols.Add(new Symbol { Id = id, Start = start, Length = length });
            }
            else if (_byteIds is not null && AllKnown(bytes[..rune.EncodeToUtf8(bytes)]))
            {
                foreach (byte value in bytes[..rune.EncodeToUtf8(bytes)])
                {
                    symbols.Add(new Symbol { Id = _byteIds[value], Start = start, Length = 1 });
                }
            }
            else if (_options.UnknownId is int unknownId)
            {
                if (!_options.FuseUnknown)
                {
                    Flush();
                }
                unknown ??= new Symbol { Id = unknownId, Start = start, Length = length };
            }
            else
            {
                throw new ArgumentException($"The vocabulary cannot write the character U+{rune.Value:X4} of the text.", nameof(piece));
            }
            start += length;
        }
        Flush();
        return symbols;

        void Flush()
        {
            if (unknown is { } symbol)
            {
                symbols.Add(symbol);
                unknown = null;
            }
        }
    }

    private bool AllKnown(ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            if (_byteIds![value] < 0)
            {
                return false;
            }
        }
        return true;
    }
}
