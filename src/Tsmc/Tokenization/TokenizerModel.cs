using System.Collections.Frozen;
using System.Text;
using Tsmc.Tokenization.PreTokenizers;

namespace Tsmc.Tokenization;

/// <summary>What a tokenizer file holds, in one form for every kind of file: the steps from text to tokens and back.</summary>
internal sealed record TokenizerModel
{
    /// <summary>What is done to a stretch of text before it is cut; the flag says whether the input begins there.</summary>
    public Func<string, bool, string>? Normalizer { get; init; }

    /// <summary>Cuts normalised text into pieces that no token crosses.</summary>
    public required PreTokenizer PreTokenizer { get; init; }

    /// <summary>Turns a piece into tokens.</summary>
    public required IPieceModel Pieces { get; init; }

    /// <summary>The vocabulary's own spelling of each token; empty where no token has the id.</summary>
    public required string[] Names { get; init; }

    /// <summary>The bytes each token writes; for a special token those of its name.</summary>
    public required byte[][] Bytes { get; init; }

    /// <summary>The bytes of those tokens that write something else at the beginning of a text.</summary>
    public IReadOnlyDictionary<int, byte[]> FirstBytes { get; init; } = FrozenDictionary<int, byte[]>.Empty;

    /// <summary>Tokens found in a text before anything else is done to it.</summary>
    public required IReadOnlyList<AddedToken> AddedTokens { get; init; }

    /// <summary>Which bytes the vocabulary can write, or null when every text can be encoded.</summary>
    public bool[]? Alphabet { get; init; }

    /// <summary>How many spaces at the beginning of a decoded text the tokenizer has put there itself.</summary>
    public int LeadingSpaces { get; init; }

    /// <summary>Whether the file's own library takes the name of a special token in a text for that token.</summary>
    public required bool InterpretsSpecialTokens { get; init; }

    /// <summary>The file's own name for the beginning of a sequence, if any.</summary>
    public string? BosToken { get; init; }

    /// <summary>The file's own name for the end of a sequence, if any.</summary>
    public string? EosToken { get; init; }

    /// <summary>Whether the file itself says that the beginning token comes first.</summary>
    public bool AddsBos { get; init; }

    /// <summary>The same with more added tokens; those it has already stay as they are.</summary>
    /// <param name="more">The tokens.</param>
    /// <param name="renames">Whether one may take the id of another, as where a model is given the use of a piece that was kept free for it.</param>
    /// <param name="path">The file they come from, for messages.</param>
    /// <exception cref="InvalidDataException">A token's id is another's.</exception>
    public TokenizerModel With(IEnumerable<AddedToken> more, bool renames, string path)
    {
        var known = AddedTokens.Select(token => token.Id).ToHashSet();
        var contents = AddedTokens.Select(token => token.Content).ToHashSet(StringComparer.Ordinal);
        AddedToken[] fresh = [.. more.Where(token => !contents.Contains(token.Content) && known.Add(token.Id))];
        if (fresh.Length == 0)
        {
            return this;
        }
        int size = Math.Max(Names.Length, fresh.Max(token => token.Id) + 1);
        string[] names = [.. Names, .. Enumerable.Repeat("", size - Names.Length)];
        byte[][] bytes = [.. Bytes, .. Enumerable.Repeat(Array.Empty<byte>(), size - Bytes.Length)];
        foreach (AddedToken token in fresh)
        {
            if (names[token.Id] is { Length: > 0 } other && other != token.Content && !renames)
            {
                throw new InvalidDataException($"{path}: tokens '{other}' and '{token.Content}' share the id {token.Id}.");
            }
            if (names[token.Id] != token.Content)
            {
                names[token.Id] = token.Content;
                bytes[token.Id] = Encoding.UTF8.GetBytes(token.Content);
            }
        }
        // Those of the configuration are looked for in the text as it stands: the model's normaliser is not theirs.
        return this with { Names = names, Bytes = bytes, AddedTokens = [.. AddedTokens, .. fresh.Select(token => token with { Normalized = false })] };
    }
}
