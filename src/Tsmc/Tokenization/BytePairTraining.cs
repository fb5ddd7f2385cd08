using System.Buffers;
using System.Text.RegularExpressions;

using Tsmc.Tokenization.Json;

namespace Tsmc.Tokenization;

/// <summary>
/// Learns a small digit-wise tokenizer by byte-pair encoding (Sennrich, Haddow and Birch, "Neural machine translation of rare
/// words with subword units", ACL 2016): again and again the most frequent pair of neighbours becomes one token.
/// </summary>
/// <remarks>
/// Every digit and every sign is a token of its own, so that numbers are computed place by place; a blank line is one token;
/// a word carries the space before it. The alphabet is printable ASCII and the newline, 96 symbols. The same texts give the
/// same files: among equally frequent pairs the first in ordinal order is merged.
/// </remarks>
public static class BytePairTraining
{
    /// <summary>Name of the token that ends a sequence; its id is 0.</summary>
    public const string EosToken = "<eos>";

    /// <summary>Name of the token that fills up a batch; its id is 1.</summary>
    public const string PadToken = "<pad>";

    /// <summary>The least vocabulary: two special tokens, 96 symbols and the blank line.</summary>
    public const int MinimumVocabularySize = 99;

    // A blank line, a word with its space, or one character. It matches every text without a gap.
    private const string Pattern = "\n\n| ?[A-Za-z]+|[^A-Za-z]";
    private static readonly Regex Words = new(Pattern, RegexOptions.CultureInvariant | RegexOptions.Compiled);
    private static readonly SearchValues<char> Printable = SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c), '\n']);
    private static readonly string[] Symbols =
        [.. Enumerable.Range(' ', '~' - ' ' + 1).Prepend('\n').Select(b => ByteLevel.Symbol((byte)b).ToString())];

    /// <summary>Learns a tokenizer and writes it as <c>tokenizer.json</c> and <c>tokenizer_config.json</c>.</summary>
    /// <param name="texts">The texts to learn from, read once.</param>
    /// <param name="vocabularySize">
    /// Number of tokens wanted, at least <see cref="MinimumVocabularySize"/>. There will be fewer when no pair is left that
    /// occurs twice.
    /// </param>
    /// <param name="folder">Where the files go; made if need be.</param>
    /// <param name="maximumLength">The model's greatest number of tokens, noted in the files (<c>model_max_length</c>).</param>
    /// <param name="progress">Told the number of texts read, every thousand.</param>
    /// <param name="cancellation">Stops the reading of texts; then nothing is written.</param>
    /// <returns>The tokenizer, opened from the folder.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="vocabularySize"/> is too small.</exception>
    /// <exception cref="ArgumentException">A text holds a character outside the alphabet; the message names both.</exception>
    public static Tokenizer Train(
        IEnumerable<string> texts,
        int vocabularySize,
        string folder,
        int maximumLength = 768,
        IProgress<int>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (vocabularySize < MinimumVocabularySize)
        {
            throw new ArgumentOutOfRangeException(
                nameof(vocabularySize), vocabularySize, $"The vocabulary needs at least {MinimumVocabularySize} tokens.");
        }

        Dictionary<string, long> counts = CountWords(texts, progress, cancellation);
        string newline = ByteLevel.Symbol((byte)'\n').ToString();
        List<(string Left, string Right)> merges = [(newline, newline)];
        merges.AddRange(LearnMerges(counts, vocabularySize - MinimumVocabularySize));

        Tokenizer.WriteFile(folder, TokenizerJson.FileName, TokenizerJsonWriter.Write([EosToken, PadToken], Symbols, merges, Pattern));
        Tokenizer.WriteFile(folder, TokenizerConfig.FileName, TokenizerConfig.Write(EosToken, PadToken, maximumLength));
        return Tokenizer.Load(folder);
    }

    /// <summary>The merges, in order, for words in the byte-level alphabet with their counts.</summary>
    internal static List<(string Left, string Right)> LearnMerges(IReadOnlyDictionary<string, long> counts, int number)
    {
        var words = counts.Select(entry => (Parts: entry.Key.Select(symbol => symbol.ToString()).ToList(), Count: entry.Value)).ToList();
        var merges = new List<(string Left, string Right)>();
        while (merges.Count < number)
        {
            var pairs = new Dictionary<(string Left, string Right), long>();
            foreach ((List<string> parts, long count) in words)
            {
                for (int i = 1; i < parts.Count; i++)
                {
                    (string, string) pair = (parts[i - 1], parts[i]);
                    pairs[pair] = pairs.GetValueOrDefault(pair) + count;
                }
            }
            (string Left, string Right) best = ("", "");
            long most = 1;
            foreach ((var pair, long count) in pairs)
            {
                if (count > most || (count == most && count > 1 && Compare(pair, best) < 0))
                {
                    (best, most) = (pair, count);
                }
            }
            if (most < 2)
            {
                break;
            }
            merges.Add(best);
            foreach ((List<string> parts, _) in words)
            {
                Merge(parts, best);
            }
        }
        return merges;
    }

    private static int Compare((string Left, string Right) a, (string Left, string Right) b)
    {
        int left = string.CompareOrdinal(a.Left, b.Left);
        return left != 0 ? left : string.CompareOrdinal(a.Right, b.Right);
    }

    private static void Merge(List<string> parts, (string Left, string Right) pair)
    {
        for (int i = 0; i + 1 < parts.Count; i++)
        {
            if (parts[i] == pair.Left && parts[i + 1] == pair.Right)
            {
                parts[i] += parts[i + 1];
                parts.RemoveAt(i + 1);
            }
        }
    }

    private static Dictionary<string, long> CountWords(IEnumerable<string> texts, IProgress<int>? progress, CancellationToken cancellation)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        Dictionary<string, long>.AlternateLookup<ReadOnlySpan<char>> byWord = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        int index = 0;
        foreach (string text in texts)
        {
            cancellation.ThrowIfCancellationRequested();
            int strange = text.AsSpan().IndexOfAnyExcept(Printable);
            if (strange >= 0)
            {
                throw new ArgumentException(
                    $"Text {index} holds the character U+{(int)text[strange]:X4} at position {strange}; expected printable ASCII and newlines only.",
                    nameof(texts));
            }
            foreach (ValueMatch match in Words.EnumerateMatches(text))
            {
                // A piece of one character has no pair; the blank line is always the first merge.
                ReadOnlySpan<char> word = text.AsSpan(match.Index, match.Length);
                if (word.Length > 1 && word[0] != '\n')
                {
                    byWord[word] = byWord.TryGetValue(word, out long count) ? count + 1 : 1;
                }
            }
            index++;
            if (index % 1000 == 0)
            {
                progress?.Report(index);
            }
        }
        return counts.ToDictionary(entry => ByteLevel.Symbols(entry.Key), entry => entry.Value);
    }
}
