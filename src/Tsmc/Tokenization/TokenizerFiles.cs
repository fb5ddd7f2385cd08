using System.Text.Json;
using Tsmc.Tokenization.Json;
using Tsmc.Tokenization.SentencePiece;

namespace Tsmc.Tokenization;

/// <summary>The files of a tokenizer, in a model's folder or given by name.</summary>
internal sealed class TokenizerFiles
{
    private const string SpecialTokensMap = "special_tokens_map.json", AddedTokens = "added_tokens.json", GenerationConfig = "generation_config.json", ModelConfig = "config.json";

    private static readonly string[] Companions = [TokenizerConfig.FileName, SpecialTokensMap, AddedTokens, GenerationConfig];

    private readonly string _folder;
    private readonly string _modelPath;
    private readonly Dictionary<string, byte[]> _contents = new(StringComparer.Ordinal);

    private TokenizerFiles(string folder, string modelPath) => (_folder, _modelPath) = (folder, modelPath);

    /// <summary>The files' bytes by name.</summary>
    public IReadOnlyDictionary<string, byte[]> Contents => _contents;

    /// <summary>The path of <c>tokenizer_config.json</c>, whether it is there or not.</summary>
    public string ConfigPath => Path.Combine(_folder, TokenizerConfig.FileName);

    /// <summary>Reads the files; <c>tokenizer.json</c> comes before <c>tokenizer.model</c>, as in Python's transformers.</summary>
    /// <exception cref="FileNotFoundException">There is no tokenizer file.</exception>
    /// <exception cref="InvalidDataException">There is one of a kind not supported.</exception>
    public static TokenizerFiles Read(string path)
    {
        string folder = path;
        string? modelPath = null;
        if (File.Exists(path))
        {
            (folder, modelPath) = (Path.GetDirectoryName(Path.GetFullPath(path))!, path);
        }
        else
        {
            modelPath = new[] { TokenizerJson.FileName, SentencePieceModel.FileName }.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        }
        if (modelPath is null)
        {
            string? foreign = new[] { "tekken.json", "vocab.json" }.FirstOrDefault(name => File.Exists(Path.Combine(folder, name)));
            throw foreign is null
                ? new FileNotFoundException($"{path}: no tokenizer.json or tokenizer.model here; expected the folder of a Hugging Face model.", path)
                : new InvalidDataException($"{Path.Combine(folder, foreign)}: this kind of tokenizer is not supported alone; expected tokenizer.json or tokenizer.model beside it.");
        }
        var files = new TokenizerFiles(folder, modelPath);
        string kind = files.IsJson ? TokenizerJson.FileName : SentencePieceModel.FileName;
        files._contents[kind] = File.ReadAllBytes(modelPath);
        foreach (string name in Companions.Append(SentencePieceModel.FileName).Where(name => !files._contents.ContainsKey(name)))
        {
            if (File.Exists(Path.Combine(folder, name)))
            {
                files._contents[name] = File.ReadAllBytes(Path.Combine(folder, name));
            }
        }
        return files;
    }

    /// <summary>Reads the tokenizer, with the tokens that only its companions hold.</summary>
    public TokenizerModel ReadModel(TokenizerConfig config)
    {
        TokenizerModel model = IsJson
            ? TokenizerJson.Read(_modelPath, _contents[TokenizerJson.FileName])
            : SentencePieceModel.Read(_modelPath, _contents[SentencePieceModel.FileName], config.Legacy);
        IEnumerable<AddedToken> more = config.AddedTokens;
        if (_contents.TryGetValue(AddedTokens, out byte[]? added))
        {
            more = more.Concat(AddedTokenReader.ReadFile(Path.Combine(_folder, AddedTokens), added));
        }
        return model.With(more, renames: !IsJson, ConfigPath);
    }

    /// <summary>Reads <c>tokenizer_config.json</c>; what it does not say of special tokens, <c>special_tokens_map.json</c> may.</summary>
    public TokenizerConfig ReadConfig()
    {
        TokenizerConfig config = Read(TokenizerConfig.FileName), map = Read(SpecialTokensMap);
        return config with
        {
            BosToken = config.BosToken ?? map.BosToken,
            EosToken = config.EosToken ?? map.EosToken,
            PadToken = config.PadToken ?? map.PadToken,
        };

        TokenizerConfig Read(string name) =>
            _contents.TryGetValue(name, out byte[]? content) ? TokenizerConfig.Read(Path.Combine(_folder, name), content) : new TokenizerConfig();
    }

    /// <summary>
    /// The ids that end a sequence by <c>generation_config.json</c>, or where it is silent by the model's own <c>config.json</c>, as
    /// transformers has it: none, one or several.
    /// </summary>
    public IReadOnlyList<int> ReadEndIds()
    {
        string model = Path.Combine(_folder, ModelConfig);
        return (_contents.TryGetValue(GenerationConfig, out byte[]? content) ? EndIds(Path.Combine(_folder, GenerationConfig), content) : null)
            ?? (File.Exists(model) ? EndIds(model, File.ReadAllBytes(model)) : null)
            ?? [];
    }

    private static IReadOnlyList<int>? EndIds(string path, byte[] content)
    {
        using JsonDocument document = JsonFile.Parse(path, content);
        return JsonFile.Optional(document.RootElement, "eos_token_id") switch
        {
            null => null,
            { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select(id => JsonFile.Id(path, id, "eos_token_id"))],
            { } id => [JsonFile.Id(path, id, "eos_token_id")],
        };
    }

    private bool IsJson => string.Equals(Path.GetExtension(_modelPath), ".json", StringComparison.OrdinalIgnoreCase);
}
