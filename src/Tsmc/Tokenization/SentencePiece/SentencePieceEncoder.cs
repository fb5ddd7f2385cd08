using System.Text;
using Tsmc.Tokenization.BytePairs;

namespace Tsmc.Tokenization.SentencePiece;

/// <summary>
/// SentencePiece's BPE: two neighbours merge where their joined text is a piece, that of the highest score first, the leftmost
/// among equals.
/// </summary>
internal sealed class SentencePieceEncoder : IPieceModel
{
    private const int Open = -1, Frozen = -2; // a symbol's id before it is looked up; a user-defined one never merges

    private readonly Dictionary<string, (int Rank, int Id)>.AlternateLookup<ReadOnlySpan<char>> _pieces;
    private readonly AddedTokenMatcher? _userDefined;
    private readonly int[]? _byteIds;
    private readonly int? _unknownId;
    private readonly int _longest;

    /// <exception cref="InvalidDataException">Pieces contradict each other, or are of a kind not supported.</exception>
    public SentencePieceEncoder(string path, SentencePieceFile file)
    {
        int[] ranks = Ranks(file);
        var pieces = new Dictionary<string, (int Rank, int Id)>(file.Pieces.Count, StringComparer.Ordinal);
        int[] byteIds = [.. Enumerable.Repeat(-1, 256)];
        var userDefined = new List<AddedToken>();
        foreach ((int id, (string text, _, PieceType type)) in file.Pieces.Index())
        {
            switch (type)
            {
                case PieceType.Normal or PieceType.UserDefined when text.Length == 0:
                    throw new InvalidDataException($"{path}: piece {id} is empty.");
                case PieceType.Normal or PieceType.UserDefined:
                    if (!pieces.TryAdd(text, (ranks[id], id)))
                    {
                        throw new InvalidDataException($"{path}: piece '{text}' stands twice, as {pieces[text].Id} and {id}.");
                    }
                    break;
                case PieceType.Unknown:
                    _unknownId = id;
                    break;
                case PieceType.Byte when ByteToken.TryParse(text, out byte value):
                    byteIds[value] = id;
                    break;
                case PieceType.Control:
                    break;
                default:
                    throw new InvalidDataException($"{path}: piece {id}, '{text}', is of type {type}, which is not supported.");
            }
            if (type == PieceType.UserDefined)
            {
                userDefined.Add(new AddedToken(text, id));
            }
        }
        if (file.ByteFallback && byteIds.Contains(-1))
        {
            throw new InvalidDataException($"{path}: byte_fallback is on and byte 0x{Array.IndexOf(byteIds, -1):X2} has no piece.");
        }
        _byteIds = file.ByteFallback ? byteIds : null;
        _userDefined = userDefined.Count > 0 ? new AddedTokenMatcher(userDefined) : null;
        _longest = pieces.Count > 0 ? pieces.Keys.Max(text => text.Length) : 0;
        _pieces = pieces.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <inheritdoc/>
    public void Append(string piece, List<int> ids)
    {
        Symbol[] symbols = [.. Symbols(piece)];
        SymbolMerging.Link(symbols);
        SymbolMerging.Run(symbols, new Rule(this, piece));
        bool unknown = false; // several unknown characters in a row are one token
        for (int i = symbols.Length > 0 ? 0 : -1; i >= 0; i = symbols[i].Next)
        {
            ReadOnlySpan<char> text = piece.AsSpan(symbols[i].Start, symbols[i].Length);
            if (_pieces.TryGetValue(text, out (int Rank, int Id) known))
            {
                ids.Add(known.Id);
                unknown = false;
            }
            else if (_byteIds is not null)
            {
                AppendBytes(text, ids);
            }
            else if (!unknown)
            {
                unknown = true;
                ids.Add(_unknownId ?? throw new ArgumentException($"The vocabulary cannot write '{text}' of the text.", nameof(piece)));
            }
        }
    }

    private void AppendBytes(ReadOnlySpan<char> text, List<int> ids)
    {
        Span<byte> bytes = stackalloc byte[4];
        foreach (byte value in bytes[..Encoding.UTF8.GetBytes(text, bytes)])
        {
            ids.Add(_byteIds![value]);
        }
    }

    private List<Symbol> Symbols(string piece)
    {
        var symbols = new List<Symbol>(piece.Length);
        int position = 0;
        void Characters(int end)
        {
            while (position < end)
            {
                int length = char.IsHighSurrogate(piece[position]) ? 2 : 1;
                symbols.Add(new Symbol { Id = Open, Start = position, Length = length });
                position += length;
            }
        }
        foreach ((int start, int length, _) in _userDefined?.Matches(piece) ?? [])
        {
            Characters(start);
            symbols.Add(new Symbol { Id = Frozen, Start = start, Length = length });
            position = start + length;
        }
        Characters(piece.Length);
        return symbols;
    }

    // Equal scores share a rank, so that the leftmost pair goes first.
    private static int[] Ranks(SentencePieceFile file)
    {
        float[] scores = [.. file.Pieces.Select(piece => piece.Score).Distinct().OrderDescending()];
        Dictionary<float, int> rankOf = scores.Index().ToDictionary(entry => entry.Item, entry => entry.Index);
        return [.. file.Pieces.Select(piece => rankOf[piece.Score])];
    }

    private readonly struct Rule(SentencePieceEncoder encoder, string text) : IMergeRule
    {
        public bool TryMerge(in Symbol left, in Symbol right, out int rank, out int merged)
        {
            (rank, merged) = (0, 0);
            int length = left.Length + right.Length;
            if (left.Id == Frozen || right.Id == Frozen || length > encoder._longest
                || !encoder._pieces.TryGetValue(text.AsSpan(left.Start, length), out (int Rank, int Id) piece))
            {
                return false;
            }
            (rank, merged) = piece;
            return true;
        }
    }
}
