using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace Tsmc.Tokenization;

/// <summary>
/// Turns text into token ids and back, as the files of a Hugging Face model folder say. Safe for use by several threads.
/// </summary>
/// <remarks>
/// Read are <c>tokenizer.model</c> (SentencePiece BPE) or, where it is not there, <c>tokenizer.json</c> (byte-level BPE), and
/// <c>tokenizer_config.json</c> for the names of the special tokens.
/// </remarks>
public sealed class Tokenizer
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly TokenizerModel _model;
    private readonly IReadOnlyDictionary<string, byte[]> _files;
    private readonly Dictionary<string, int> _specialTokens;
    private readonly bool[] _special;
    private readonly Regex _specialPattern;

    private Tokenizer(string folder, TokenizerModel model, TokenizerConfig config, IReadOnlyDictionary<string, byte[]> files)
    {
        _model = model;
        _files = files;
        _specialTokens = new Dictionary<string, int>(model.SpecialTokens, StringComparer.Ordinal);
        string configPath = Path.Combine(folder, TokenizerConfig.FileName);

        int Find(string token, string field)
        {
            int id = Array.IndexOf(model.Names, token);
            if (id < 0 || token.Length == 0)
            {
                throw new InvalidDataException($"{configPath}: {field} '{token}' is not in the vocabulary.");
            }
            _specialTokens[token] = id;
            return id;
        }

        string eos = config.EosToken ?? model.EosToken
            ?? throw new InvalidDataException($"{configPath}: eos_token is missing; expected the name of the token that ends a sequence.");
        EosId = Find(eos, "eos_token");
        BosId = (config.BosToken ?? model.BosToken) is string bos ? Find(bos, "bos_token") : null;
        PadId = config.PadToken is string pad ? Find(pad, "pad_token") : EosId;
        AddsBos = config.AddBosToken;

        _special = new bool[VocabularySize];
        foreach (int id in _specialTokens.Values)
        {
            _special[id] = true;
        }
        // The longest first, so that no special token hides one it begins.
        _specialPattern = new Regex(string.Join('|', _specialTokens.Keys.OrderByDescending(token => token.Length).Select(Regex.Escape)));
    }

    /// <summary>Number of token ids: they run from 0 to one less than this.</summary>
    public int VocabularySize => _model.Names.Length;

    /// <summary>Id of the token that ends a sequence.</summary>
    public int EosId { get; }

    /// <summary>Id of the token that begins a sequence, or null when the model has none.</summary>
    public int? BosId { get; }

    /// <summary>Id of the token that fills up a batch; <see cref="EosId"/> when the model has none.</summary>
    public int PadId { get; }

    /// <summary>Whether the model expects the beginning token before every prompt (<c>add_bos_token</c>).</summary>
    public bool AddsBos { get; }

    /// <summary>Opens the tokenizer of a model folder.</summary>
    /// <exception cref="FileNotFoundException">The folder has no tokenizer file.</exception>
    /// <exception cref="InvalidDataException">A file is broken or asks for something not supported; the message names it.</exception>
    public static Tokenizer Load(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        string modelPath = Path.Combine(folder, SentencePieceModel.FileName);
        string jsonPath = Path.Combine(folder, TokenizerJson.FileName);
        string configPath = Path.Combine(folder, TokenizerConfig.FileName);
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (string path in new[] { modelPath, jsonPath, configPath }.Where(File.Exists))
        {
            files[Path.GetFileName(path)] = File.ReadAllBytes(path);
        }

        TokenizerModel model = files.TryGetValue(SentencePieceModel.FileName, out byte[]? sentencePiece)
            ? SentencePieceModel.Read(modelPath, sentencePiece)
            : files.TryGetValue(TokenizerJson.FileName, out byte[]? json)
                ? TokenizerJson.Read(jsonPath, json)
                : throw new FileNotFoundException(
                    $"{folder}: no tokenizer.model or tokenizer.json here; expected the folder of a Hugging Face model.", jsonPath);
        TokenizerConfig config = files.TryGetValue(TokenizerConfig.FileName, out byte[]? settings)
            ? TokenizerConfig.Read(configPath, settings)
            : new TokenizerConfig();
        return new Tokenizer(folder, model, config, files);
    }

    /// <summary>Writes the files this tokenizer was read from, byte by byte the same, into a folder.</summary>
    public void Save(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        foreach ((string name, byte[] content) in _files)
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
        int start = 0;
        if (interpretSpecialTokens)
        {
            foreach (ValueMatch match in _specialPattern.EnumerateMatches(text))
            {
                AppendPlain(ids, text[start..match.Index]);
                ids.Add(_specialTokens[text.Substring(match.Index, match.Length)]);
                start = match.Index + match.Length;
            }
        }
        AppendPlain(ids, text[start..]);
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
            ReadOnlySpan<byte> piece = TokenBytes(id);
            if (_special[id])
            {
                bytes.Write(skipSpecialTokens ? piece : Encoding.UTF8.GetBytes(_model.Names[id]));
                continue;
            }
            // SentencePiece writes a space before a text of its own accord; only the very first can be that one.
            bytes.Write(first && _model.DummyPrefix && piece is [(byte)' ', ..] ? piece[1..] : piece);
            first = false;
        }
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
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

    /// <summary>Writes a file beside its place and renames it there, so that a reader never sees half of it.</summary>
    internal static void WriteFile(string folder, string name, byte[] content)
    {
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, name);
        File.WriteAllBytes(path + ".part", content);
        File.Move(path + ".part", path, overwrite: true);
    }

    private void AppendPlain(List<int> ids, string text)
    {
        if (text.Length == 0)
        {
            return;
        }
        if (_model.Alphabet is bool[] alphabet)
        {
            CheckAlphabet(text, alphabet);
        }
        ids.AddRange(_model.Core.EncodeToIds(text));
    }

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
