using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;

namespace Tsmc.Tokenization;

/// <summary>
/// Hugging Face's <c>Sequence</c> of <c>Split</c> rules with behaviour <c>Isolated</c>: each pattern in turn cuts every piece the
/// patterns before it left, and what a pattern does not match stays as a piece.
/// </summary>
/// <remarks>
/// The library's own classes differ on both points: its <c>RegexPreTokenizer</c> drops the text between matches, and its
/// <c>CompositePreTokenizer</c> does not cut a match again.
/// </remarks>
internal sealed class SplitPreTokenizer(IReadOnlyList<Regex> patterns) : PreTokenizer
{
    /// <inheritdoc/>
    public override IEnumerable<(int Offset, int Length)> PreTokenize(string text) => PreTokenize(text.AsSpan());

    /// <inheritdoc/>
    public override IEnumerable<(int Offset, int Length)> PreTokenize(ReadOnlySpan<char> text)
    {
        List<(int Offset, int Length)> pieces = text.IsEmpty ? [] : [(0, text.Length)];
        foreach (Regex pattern in patterns)
        {
            var cut = new List<(int Offset, int Length)>();
            foreach ((int offset, int length) in pieces)
            {
                int start = 0;
                foreach (ValueMatch match in pattern.EnumerateMatches(text.Slice(offset, length)))
                {
                    if (match.Length == 0)
                    {
                        continue;
                    }
                    if (match.Index > start)
                    {
                        cut.Add((offset + start, match.Index - start));
                    }
                    cut.Add((offset + match.Index, match.Length));
                    start = match.Index + match.Length;
                }
                if (start < length)
                {
                    cut.Add((offset + start, length - start));
                }
            }
            pieces = cut;
        }
        return pieces;
    }
}
