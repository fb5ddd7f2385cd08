using Tsmc.Problems;
using Tsmc.Tokenization;

namespace Tsmc.Training;

/// <summary>Fine-tuning rows in tokens, with those that are too long left out.</summary>
public sealed class SftDataset
{
    /// <summary>Keeps the rows that are short enough.</summary>
    /// <param name="rows">The rows, in any order.</param>
    /// <param name="maxLength">Most tokens of a row; at least 2.</param>
    /// <exception cref="ArgumentException">A row has no learned token or none before the first; the message names the row.</exception>
    public SftDataset(IEnumerable<TokenRow> rows, int maxLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, 2);
        var kept = new List<TokenRow>();
        using var fingerprint = new Fingerprint();
        foreach ((int number, TokenRow row) in rows.Index())
        {
            if (row.FirstTarget < 1 || row.Targets < 1)
            {
                throw new ArgumentException(
                    $"Row {number + 1} has {row.Ids.Count} tokens, the first learned one at {row.FirstTarget}; "
                    + "expected at least one before it and one to learn.");
            }
            if (row.Ids.Count > maxLength)
            {
                LeftOut++;
                continue;
            }
            kept.Add(row);
            fingerprint.Add(row.Ids);
            fingerprint.Add([row.FirstTarget]);
        }
        Rows = kept;
        Fingerprint = fingerprint.ToString();
    }

    /// <summary>Cuts rows of text into tokens: the prompt and the solution so far are given, the output is learned.</summary>
    /// <param name="rows">The rows, in any order.</param>
    /// <param name="tokenizer">The generator's tokenizer.</param>
    /// <param name="maxLength">Most tokens of a row; at least 2.</param>
    /// <exception cref="ArgumentException">A row has no output or cannot be written in the vocabulary; the message names it.</exception>
    public static SftDataset Of(IEnumerable<SftRow> rows, Tokenizer tokenizer, int maxLength) =>
        new(rows.Select((row, index) => Cut(row, index, tokenizer)), maxLength);

    /// <summary>The rows kept.</summary>
    public IReadOnlyList<TokenRow> Rows { get; }

    /// <summary>Number of rows left out because they are too long.</summary>
    public int LeftOut { get; }

    /// <summary>SHA-256 of the rows kept, in their order.</summary>
    public string Fingerprint { get; }

    private static TokenRow Cut(SftRow row, int index, Tokenizer tokenizer)
    {
        try
        {
            IReadOnlyList<int> prompt = tokenizer.Encode(PromptFormat.Prompt(row.Input), addBos: tokenizer.AddsBos);
            IReadOnlyList<int> given = tokenizer.Encode(row.OutputPrefix);
            // The solution is cut as a whole, as the sampler writes and the value model reads it: no token edge is forced where the
            // output begins, so a token that spans it is learned.
            IReadOnlyList<int> solution = tokenizer.Encode(row.OutputPrefix + row.Output);
            int common = given.Zip(solution).TakeWhile(pair => pair.First == pair.Second).Count();
            return new TokenRow([.. prompt, .. solution, .. row.IsEos ? [tokenizer.EosId] : Array.Empty<int>()], prompt.Count + common);
        }
        catch (ArgumentException error)
        {
            throw new ArgumentException($"Row {index + 1}: {error.Message}", error);
        }
    }
}
