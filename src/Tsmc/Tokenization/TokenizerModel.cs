using Core = Microsoft.ML.Tokenizers.Tokenizer;

namespace Tsmc.Tokenization;

/// <summary>What a tokenizer file holds, in one form for every kind of file.</summary>
internal sealed record TokenizerModel
{
    /// <summary>The library's tokenizer: text without special tokens to ids.</summary>
    public required Core Core { get; init; }

    /// <summary>The vocabulary's own spelling of each token; empty where no token has the id.</summary>
    public required string[] Names { get; init; }

    /// <summary>The bytes each token writes.</summary>
    public required byte[][] Bytes { get; init; }

    /// <summary>Tokens that no text is cut into: <c>&lt;eos&gt;</c> and its like.</summary>
    public required IReadOnlyDictionary<string, int> SpecialTokens { get; init; }

    /// <summary>Which bytes the vocabulary can write, or null when every text can be encoded.</summary>
    public bool[]? Alphabet { get; init; }

    /// <summary>Whether encoding puts a space before the text, which decoding must take away.</summary>
    public bool DummyPrefix { get; init; }

    /// <summary>The file's own name for the beginning of a sequence, if any.</summary>
    public string? BosToken { get; init; }

    /// <summary>The file's own name for the end of a sequence, if any.</summary>
    public string? EosToken { get; init; }
}
