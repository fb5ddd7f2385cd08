namespace Tsmc.Tokenization;

/// <summary>
/// Cuts a text into added tokens and the normalised text between them: first at tokens that are looked for in the text as it
/// stands, then, in what has been normalised, at the others.
/// </summary>
internal sealed class AddedTokenCutter
{
    private readonly AddedTokenMatcher? _raw;
    private readonly AddedTokenMatcher? _normalized;
    private readonly Func<string, bool, string>? _normalizer;

    /// <summary>Prepares the search.</summary>
    /// <param name="tokens">The tokens; their <see cref="AddedToken.Content"/> is as they are looked for.</param>
    /// <param name="normalizer">What is done to the text between them, or null for nothing.</param>
    public AddedTokenCutter(IEnumerable<AddedToken> tokens, Func<string, bool, string>? normalizer)
    {
        AddedToken[] raw = [.. tokens.Where(token => !token.Normalized)], normalized = [.. tokens.Where(token => token.Normalized)];
        _raw = raw.Length > 0 ? new AddedTokenMatcher(raw) : null;
        _normalized = normalized.Length > 0 ? new AddedTokenMatcher(normalized) : null;
        _normalizer = normalizer;
    }

    /// <summary>The parts in order: a token, or a stretch of normalised text with whether the input begins there.</summary>
    public IEnumerable<(string Text, bool First, AddedToken? Token)> Cut(string text)
    {
        foreach ((string part, bool first, AddedToken? token) in Cut(text, true, _raw))
        {
            if (token is not null)
            {
                yield return (part, first, token);
                continue;
            }
            foreach ((string Text, bool First, AddedToken? Token) inner in Cut(_normalizer?.Invoke(part, first) ?? part, first, _normalized))
            {
                yield return inner;
            }
        }
    }

    private static IEnumerable<(string Text, bool First, AddedToken? Token)> Cut(string text, bool first, AddedTokenMatcher? matcher)
    {
        int end = 0;
        foreach ((int start, int length, AddedToken token) in matcher?.Matches(text) ?? [])
        {
            if (start > end)
            {
                yield return (text[end..start], first && end == 0, null);
            }
            end = start + length;
            yield return (text[start..end], first && start == 0, token);
        }
        if (end < text.Length)
        {
            yield return (text[end..], first && end == 0, null);
        }
    }
}
