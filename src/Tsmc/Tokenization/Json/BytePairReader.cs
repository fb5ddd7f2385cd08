using System.Text.Json;
using Tsmc.Tokenization.BytePairs;

namespace Tsmc.Tokenization.Json;

/// <summary>Reads the model <c>BPE</c> of a <c>tokenizer.json</c>.</summary>
internal sealed class BytePairReader
{
    private readonly string _path;
    private readonly JsonElement _model;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    /// <exception cref="InvalidDataException">The vocabulary is broken.</exception>
    public BytePairReader(string path, JsonElement model)
    {
        (_path, _model) = (path, model);
        _lookup = Ids.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (JsonProperty entry in JsonFile.Field(path, model, "vocab", JsonValueKind.Object).EnumerateObject())
        {
            string token = JsonFile.Name(path, entry);
            if (!Ids.TryAdd(token, JsonFile.Id(path, entry.Value, token)))
            {
                throw new InvalidDataException($"{path}: token '{token}' stands twice in vocab.");
            }
        }
        if (Ids.Count == 0)
        {
            throw new InvalidDataException($"{path}: vocab is empty.");
        }
    }

    /// <summary>Ids by token.</summary>
    public Dictionary<string, int> Ids { get; } = new(StringComparer.Ordinal);

    /// <summary>Which bytes have a token in the byte-level alphabet; null when all have.</summary>
    public bool[]? Alphabet()
    {
        bool[] known = Symbols();
        return known.Contains(false) && JsonFile.Optional(_model, "unk_token") is null ? known : null;
    }

    /// <summary>The model.</summary>
    /// <param name="added">Added tokens: the names of special ones must not come out of ordinary text.</param>
    /// <exception cref="InvalidDataException">Merges or settings are broken or not supported.</exception>
    public BytePairModel Model(IReadOnlyList<AddedToken> added)
    {
        foreach (string field in new[] { "continuing_subword_prefix", "end_of_word_suffix" })
        {
            if (JsonFile.Optional(_model, field) is { } affix && !(affix.ValueKind == JsonValueKind.String && affix.ValueEquals("")))
            {
                throw new InvalidDataException($"{_path}: {field} is not supported; expected none.");
            }
        }
        if (JsonFile.Optional(_model, "dropout") is { } dropout && !(dropout.ValueKind == JsonValueKind.Number && dropout.GetDouble() == 0))
        {
            throw new InvalidDataException($"{_path}: dropout is not supported; expected none.");
        }
        int? unknown = null;
        if (JsonFile.Optional(_model, "unk_token") is not null)
        {
            string name = JsonFile.Text(_path, _model, "unk_token");
            // Where every byte has a token nothing is unknown, and some files name a token that is not there.
            unknown = Ids.TryGetValue(name, out int id) ? id
                : !Symbols().Contains(false) ? null
                : throw new InvalidDataException($"{_path}: unk_token '{name}' is not in the vocabulary.");
        }
        var options = new BytePairOptions
        {
            IgnoreMerges = JsonFile.Flag(_path, _model, "ignore_merges"),
            ByteFallback = JsonFile.Flag(_path, _model, "byte_fallback"),
            FuseUnknown = JsonFile.Flag(_path, _model, "fuse_unk"),
            UnknownId = unknown,
            NeverWhole = added.Where(token => token.Special).Select(token => token.Id).ToHashSet(),
        };
        return new BytePairModel(Ids, Merges(), options);
    }

    private bool[] Symbols() => [.. Enumerable.Range(0, 256).Select(value => Ids.ContainsKey(ByteLevel.Symbol((byte)value).ToString()))];

    // A merge is "left right" or ["left", "right"], by the version of tokenizers that wrote the file.
    private MergeTable Merges()
    {
        JsonElement list = JsonFile.Field(_path, _model, "merges", JsonValueKind.Array);
        var merges = new MergeTable(list.GetArrayLength());
        int rank = 0;
        foreach (JsonElement merge in list.EnumerateArray())
        {
            bool pair = merge.ValueKind == JsonValueKind.Array && merge.GetArrayLength() == 2
                && merge[0].ValueKind == JsonValueKind.String && merge[1].ValueKind == JsonValueKind.String;
            string text = merge.ValueKind == JsonValueKind.String ? JsonFile.String(_path, merge, "a merge") : "";
            int cut = text.IndexOf(' ', StringComparison.Ordinal);
            if (!pair && (cut < 0 || text.LastIndexOf(' ') != cut))
            {
                throw new InvalidDataException($"{_path}: merge {rank} must be two tokens, found {Short(merge)}.");
            }
            ReadOnlySpan<char> left = pair ? JsonFile.String(_path, merge[0], "a merge") : text.AsSpan(0, cut);
            ReadOnlySpan<char> right = pair ? JsonFile.String(_path, merge[1], "a merge") : text.AsSpan(cut + 1);
            merges.Add(Known(left, rank), Known(right, rank), rank, Known($"{left}{right}", rank));
            rank++;
        }
        return merges;
    }

    private int Known(ReadOnlySpan<char> token, int rank) => _lookup.TryGetValue(token, out int id)
        ? id
        : throw new InvalidDataException($"{_path}: merge {rank} needs the token '{token}', which is not in the vocabulary.");

    private static string Short(JsonElement element)
    {
        string text = element.GetRawText();
        return text.Length <= 60 ? text : text[..60] + "...";
    }
}
