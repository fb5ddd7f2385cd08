namespace Tsmc.Tokenization.PreTokenizers;

/// <summary>Cuts a text by the stretches that match a pattern and those between them.</summary>
internal static class Split
{
    /// <summary>Cuts a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="matches">The matches, ascending and without overlap; empty ones cut too.</param>
    /// <param name="behaviour">What becomes of the matches.</param>
    /// <param name="invert">Whether the stretches between the matches take their part.</param>
    public static IEnumerable<string> Cut(string text, IEnumerable<(int Start, int Length)> matches, SplitBehaviour behaviour, bool invert)
    {
        int from = 0; // where the piece in hand begins
        bool matchBefore = false;
        foreach ((int start, int end, bool match) in Stretches(text, matches, invert))
        {
            bool cutBefore = behaviour switch
            {
                SplitBehaviour.MergedWithPrevious => !match || matchBefore,
                SplitBehaviour.MergedWithNext => match || !matchBefore,
                SplitBehaviour.Contiguous => match != matchBefore,
                _ => true,
            };
            if (cutBefore && start > from)
            {
                yield return text[from..start];
                from = start;
            }
            if (behaviour == SplitBehaviour.Removed && match)
            {
                from = end;
            }
            matchBefore = match;
        }
        if (from < text.Length)
        {
            yield return text[from..];
        }
    }

    private static IEnumerable<(int Start, int End, bool Match)> Stretches(string text, IEnumerable<(int Start, int Length)> matches, bool invert)
    {
        int end = 0;
        foreach ((int start, int length) in matches)
        {
            if (start > end)
            {
                yield return (end, start, invert);
            }
            yield return (start, start + length, !invert);
            end = start + length;
        }
        if (end < text.Length)
        {
            yield return (end, text.Length, invert);
        }
    }
}
