using System.Buffers;
using System.Text;

namespace Tsmc.Tokenization;

/// <summary>
/// Turns text into token ids and back, as the files of a Hugging Face model folder say. Safe for use by several threads.
/// </summary>
/// <remarks>
/// Read are <c>tokenizer.json</c> (BPE, byte-level or with byte fallback) or, where it is not there, <c>tokenizer.model</c>
/// (SentencePiece BPE), and beside it <c>tokenizer_config.json</c>, <c>special_tokens_map.json</c>, <c>added_tokens.json</c> and
/// <c>generation_config.json</c> for the special tokens. The steps are those of Hugging Face's <c>tokenizers</c>: added tokens are
/// found, the text between them is normalised, cut into pieces, and each piece merged into tokens.
/// It is a tokenizer of Microsoft.ML.Tokenizers: whatever takes one of those takes this one. The ids are by code of our own: on real strings
/// that library's 2.0.1 gives other ids than SentencePiece (runs of one character), knows neither byte fallback nor <c>ignore_merges</c>, and
/// its patterns do not see letters outside the basic plane.
/// The ids are those of Hugging Face's library, with its own versions of Unicode. On purpose three things are not: a character that the
/// vocabulary cannot write is an error and not dropped; bytes that are no valid UTF-8 become one U+FFFD a broken character, not one a byte of
/// the whole run; and an added token such as DeepSeek's <c>ö</c> is decoded as that letter, not as the byte for which the byte-level alphabet
/// writes it. No end is ever put behind a text, whatever <c>add_eos_token</c> says: a prompt is there to be continued.
/// </remarks>
public sealed partial class Tokenizer : Microsoft.ML.Tokenizers.Tokenizer
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly TokenizerModel _model;
    private readonly TokenizerFiles _files;
    private readonly bool[] _special;
    private readonly AddedTokenCutter _allAdded;
    private readonly AddedTokenCutter _ordinaryAdded;
    private readonly int? _eosId;

    private Tokenizer(TokenizerModel model, TokenizerConfig config, TokenizerFiles files)
    {
        (_model, _files) = (model, files);
        var roles = new List<AddedToken>();
        int? Find(string? token, string field)
        {
            if (token is null)
            {
                return null;
            }
            int id = Array.IndexOf(model.Names, token);
            if (id < 0 || token.Length == 0)
            {
                throw new InvalidDataException($"{files.ConfigPath}: {field} '{token}' is not in the vocabulary.");
            }
            roles.Add(new AddedToken(token, id) { Special = true });
            return id;
        }

        BosId = Find(config.BosToken ?? model.BosToken, "bos_token");
        int[] ends = [.. files.ReadEndIds().Where(id => id < model.Names.Length)];
        _eosId = Find(config.EosToken ?? model.EosToken, "eos_token") ?? (ends.Length > 0 ? ends[0] : null);
        int? pad = Find(config.PadToken, "pad_token");
        PadId = pad ?? _eosId ?? 0;
        EndIds = new HashSet<int>(_eosId is int eos ? ends.Append(eos) : ends);
        AddsBos = config.IsLlamaClass ? config.AddBosToken ?? true : model.AddsBos || (config.AddBosToken ?? false);
        if (AddsBos && BosId is null)
        {
            throw new InvalidDataException($"{files.ConfigPath}: bos_token is missing; expected the token that begins a sequence, since this tokenizer adds it.");
        }

        HashSet<int> inFile = [.. model.AddedTokens.Select(token => token.Id)];
        var special = roles.Select(token => token.Id).Concat(EndIds).ToHashSet();
        AddedToken[] added = [.. model.AddedTokens.Select(token => special.Contains(token.Id) ? token with { Special = true } : token)
            .Concat(roles.Where(token => inFile.Add(token.Id)))];
        _special = new bool[VocabularySize];
        foreach (int id in special.Concat(added.Where(token => token.Special).Select(token => token.Id)))
        {
            _special[id] = true;
        }
        _allAdded = new AddedTokenCutter(added, model.Normalizer);
        _ordinaryAdded = new AddedTokenCutter(added.Where(token => !token.Special), model.Normalizer);
    }

    /// <summary>Number of token ids: they run from 0 to one less than this.</summary>
    public int VocabularySize => _model.Names.Length;

    /// <summary>Id of the token that ends a sequence.</summary>
    /// <exception cref="InvalidDataException">No file names one.</exception>
    public int EosId => _eosId
        ?? throw new InvalidDataException($"{_files.ConfigPath}: eos_token is missing; expected the name of the token that ends a sequence.");

    /// <summary>Ids that end a sequence when they are drawn: <see cref="EosId"/> and those that <c>generation_config.json</c>, or without it <c>config.json</c>, adds.</summary>
    public IReadOnlySet<int> EndIds { get; }

    /// <summary>Id of the token that begins a sequence, or null when the model has none.</summary>
    public int? BosId { get; }

    /// <summary>Id of the token that fills up a batch; <see cref="EosId"/> when the model has none.</summary>
    public int PadId { get; }

    /// <summary>Whether the model expects the beginning token before every prompt (<c>add_bos_token</c>, or the file's own template).</summary>
    public bool AddsBos { get; }

    /// <summary>
    /// Whether the library the file is made for takes the name of a special token in a text for that token: Hugging Face's does,
    /// SentencePiece does not.
    /// </summary>
    public bool InterpretsSpecialTokens => _model.InterpretsSpecialTokens;

    /// <summary>Opens the tokenizer of a model.</summary>
    /// <param name="path">A model's folder, or a <c>tokenizer.json</c> or <c>tokenizer.model</c>.</param>
    /// <exception cref="FileNotFoundException">The folder has no tokenizer file.</exception>
    /// <exception cref="InvalidDataException">A file is broken or asks for something not supported; the message names it.</exception>
    public static Tokenizer Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        TokenizerFiles files = TokenizerFiles.Read(path);
        TokenizerConfig config = files.ReadConfig();
        return new Tokenizer(files.ReadModel(config), config, files);
    }

    /// <summary>Writes the files this tokenizer was read from, byte by byte the same, into a folder.</summary>
    public void Save(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        foreach ((string name, byte[] content) in _files.Contents)
        {
            WriteFile(folder, name, content);
        }
    }

    /// <summary>Cuts a text into tokens.</summary>
    /// <param name="text">The text.</param>
    /// <param name="addBos">Whether the beginning token comes first.</param>
    /// <param name="interpretSpecialTokens">
    /// Whether the name of a special token stands for that token. If not, as by default, it is text like any other, so that no
    /// problem's text can end a sequence.
    /// </param>
    /// <returns>The ids, each in 0 .. <see cref="VocabularySize"/> - 1.</returns>
    /// <exception cref="ArgumentException">
    /// The text holds a character that the vocabulary cannot write, or <paramref name="addBos"/> is asked of a model that has no beginning token.
    /// </exception>
    public IReadOnlyList<int> Encode(string text, bool addBos = false, bool interpretSpecialTokens = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        var ids = new List<int>();
        if (addBos)
        {
            ids.Add(BosId ?? throw new ArgumentException("This model has no bos_token to put first.", nameof(addBos)));
        }
        foreach ((string part, bool first, AddedToken? token) in (interpretSpecialTokens ? _allAdded : _ordinaryAdded).Cut(WellFormed(text)))
        {
            if (token is not null)
            {
                ids.Add(token.Id);
                continue;
            }
            if (_model.Alphabet is bool[] alphabet)
            {
                CheckAlphabet(part, alphabet);
            }
            foreach (string piece in _model.PreTokenizer(part, first).Where(piece => piece.Length > 0))
            {
                _model.Pieces.Append(piece, ids);
            }
        }
        return ids;
    }

    /// <summary>Joins tokens into the text they write; bytes that are no valid UTF-8 become U+FFFD.</summary>
    /// <param name="ids">The ids.</param>
    /// <param name="skipSpecialTokens">Whether special tokens write nothing, as by default, or their names.</param>
    /// <exception cref="ArgumentOutOfRangeException">An id is not in 0 .. <see cref="VocabularySize"/> - 1.</exception>
    public string Decode(IReadOnlyList<int> ids, bool skipSpecialTokens = true)
    {
        ArgumentNullException.ThrowIfNull(ids);
        var bytes = new ArrayBufferWriter<byte>();
        bool first = true;
        foreach (int id in ids)
        {
            bytes.Write(TokenBytes(id, skipSpecialTokens, ref first));
        }
        return Encoding.UTF8.GetString(bytes.WrittenSpan[LeadingSpaces(bytes.WrittenSpan)..]);
    }

    /// <summary>One token for the eye: the text it writes, or the vocabulary's name for it where it writes no text of its own.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The id is not in 0 .. <see cref="VocabularySize"/> - 1.</exception>
    public string TokenText(int id)
    {
        ReadOnlySpan<byte> bytes = TokenBytes(id);
        if (bytes.IsEmpty)
        {
            return _model.Names[id];
        }
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            // Part of a character that several tokens write together.
            return _model.Names[id];
        }
    }

    /// <summary>The bytes a token writes; none for a special token.</summary>
    internal ReadOnlySpan<byte> TokenBytes(int id)
    {
        if ((uint)id >= (uint)VocabularySize)
        {
            throw new ArgumentOutOfRangeException(nameof(id), id, $"Token ids run from 0 to {VocabularySize - 1}.");
        }
        return _special[id] ? [] : _model.Bytes[id];
    }

    /// <summary>The bytes a token writes; a special one writes none, or its name.</summary>
    internal ReadOnlySpan<byte> TokenBytes(int id, bool skipSpecialTokens)
    {
        ReadOnlySpan<byte> bytes = TokenBytes(id);
        return skipSpecialTokens ? bytes : _model.Bytes[id];
    }

    /// <summary>The bytes a token writes in its place.</summary>
    /// <param name="id">The token.</param>
    /// <param name="skipSpecialTokens">Whether special tokens write nothing.</param>
    /// <param name="first">Whether nothing but skipped tokens has come before; kept up to date.</param>
    internal ReadOnlySpan<byte> TokenBytes(int id, bool skipSpecialTokens, ref bool first)
    {
        ReadOnlySpan<byte> bytes = TokenBytes(id, skipSpecialTokens);
        bool skipped = skipSpecialTokens && _special[id], begins = first && !skipped;
        first &= skipped;
        return begins && _model.FirstBytes.TryGetValue(id, out byte[]? own) ? own : bytes;
    }

    /// <summary>Writes a file beside its place and renames it there, so that a reader never sees half of it.</summary>
    internal static void WriteFile(string folder, string name, byte[] content)
    {
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, name);
        File.WriteAllBytes(path + ".part", content);
        File.Move(path + ".part", path, overwrite: true);
    }

    /// <summary>How many spaces at a decoded text's beginning are the tokenizer's own and not the text's.</summary>
    internal int LeadingSpaces(ReadOnlySpan<byte> decoded) => Math.Min(OwnSpaces, decoded.Length - decoded.TrimStart((byte)' ').Length);

    /// <summary>How many spaces the tokenizer puts before a text of its own accord.</summary>
    internal int OwnSpaces => _model.LeadingSpaces;

    // A lone surrogate is no character; it becomes U+FFFD, as in every text that has been UTF-8 once.
    private static string WellFormed(string text) =>
        text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0 ? text : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static void CheckAlphabet(string text, bool[] alphabet)
    {
        Span<byte> bytes = stackalloc byte[4];
        int position = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            foreach (byte value in bytes[..rune.EncodeToUtf8(bytes)])
            {
                if (!alphabet[value])
                {
                    throw new ArgumentException(
                        $"The vocabulary cannot write the character U+{rune.Value:X4} at position {position} of the text.", nameof(text));
                }
            }
            position += rune.Utf16SequenceLength;
        }
    }
}
