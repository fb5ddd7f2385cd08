using System.Buffers;
using System.Text;
using Tsmc.Tokenization.Unicode;

namespace Tsmc.Tokenization;

/// <summary>Finds added tokens in a text: from left to right, the longest where several begin.</summary>
internal sealed class AddedTokenMatcher
{
    private readonly Dictionary<string, AddedToken>.AlternateLookup<ReadOnlySpan<char>> _tokens;
    private readonly SearchValues<string> _contents;
    private readonly int[] _lengths;

    /// <summary>Prepares the search; of two tokens with the same text the later counts.</summary>
    /// <param name="tokens">The tokens; those with no text are never found.</param>
    public AddedTokenMatcher(IEnumerable<AddedToken> tokens)
    {
        var byContent = new Dictionary<string, AddedToken>(StringComparer.Ordinal);
        foreach (AddedToken token in tokens.Where(token => token.Content.Length > 0))
        {
            byContent[token.Content] = token;
        }
        _tokens = byContent.GetAlternateLookup<ReadOnlySpan<char>>();
        _contents = SearchValues.Create([.. byContent.Keys], StringComparison.Ordinal);
        _lengths = [.. byContent.Keys.Select(content => content.Length).Distinct().OrderDescending()];
    }

    /// <summary>The tokens in a text, with the white space they take.</summary>
    public IEnumerable<(int Start, int Length, AddedToken Token)> Matches(string text)
    {
        int from = 0, taken = 0;
        while (from < text.Length)
        {
            int found = text.AsSpan(from).IndexOfAny(_contents);
            if (found < 0)
            {
                yield break;
            }
            int start = from + found;
            AddedToken token = Longest(text.AsSpan(start));
            int end = start + token.Content.Length;
            from = end;
            if (token.SingleWord && (WordEndsAt(text, start) || WordBeginsAt(text, end)))
            {
                continue;
            }
            if (token.LeftStrip)
            {
                while (start > taken && char.IsWhiteSpace(text[start - 1]))
                {
                    start--;
                }
                start = Math.Max(start, taken);
            }
            while (token.RightStrip && end < text.Length && char.IsWhiteSpace(text[end]))
            {
                end++;
            }
            // The search goes on behind the name itself: where white space is a token too, what this one has taken may be found again,
            // unless that token takes what is before it and finds nothing left of itself.
            taken = end;
            if (start < end)
            {
                yield return (start, end - start, token);
            }
        }
    }

    private AddedToken Longest(ReadOnlySpan<char> text)
    {
        foreach (int length in _lengths)
        {
            if (length <= text.Length && _tokens.TryGetValue(text[..length], out AddedToken? token))
            {
                return token;
            }
        }
        throw new InvalidOperationException("A token that was found is not among the tokens.");
    }

    private static bool WordEndsAt(string text, int end) =>
        Rune.DecodeLastFromUtf16(text.AsSpan(0, end), out Rune rune, out _) == OperationStatus.Done && LibraryClasses.RustWord.Contains(rune.Value);

    private static bool WordBeginsAt(string text, int start) =>
        Rune.DecodeFromUtf16(text.AsSpan(start), out Rune rune, out _) == OperationStatus.Done && LibraryClasses.RustWord.Contains(rune.Value);
}
