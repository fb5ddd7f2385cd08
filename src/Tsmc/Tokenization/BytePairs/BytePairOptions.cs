using System.Collections.Frozen;

namespace Tsmc.Tokenization.BytePairs;

/// <summary>Settings of a <see cref="BytePairModel"/>, by the names of <c>tokenizer.json</c>.</summary>
internal sealed record BytePairOptions
{
    /// <summary>Whether a piece that is a token becomes that token, whatever the merges say (<c>ignore_merges</c>).</summary>
    public bool IgnoreMerges { get; init; }

    /// <summary>Special tokens, whose names must not come out of ordinary text as a whole piece.</summary>
    public IReadOnlySet<int> NeverWhole { get; init; } = FrozenSet<int>.Empty;

    /// <summary>Whether an unknown character is written by its UTF-8 bytes, tokens <c>&lt;0x00&gt;</c> to <c>&lt;0xFF&gt;</c> (<c>byte_fallback</c>).</summary>
    public bool ByteFallback { get; init; }

    /// <summary>The token of a character that cannot be written (<c>unk_token</c>); without it such a text is refused.</summary>
    public int? UnknownId { get; init; }

    /// <summary>Whether several unknown characters in a row are one token (<c>fuse_unk</c>).</summary>
    public bool FuseUnknown { get; init; }
}
