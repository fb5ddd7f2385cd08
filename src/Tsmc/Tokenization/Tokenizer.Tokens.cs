using System.Buffers;
using System.Text;
using Microsoft.ML.Tokenizers;

namespace Tsmc.Tokenization;

/// <content>What Microsoft.ML.Tokenizers asks of a tokenizer, so that whatever takes one of its tokenizers takes this one.</content>
public sealed partial class Tokenizer
{
    /// <summary>Joins tokens into the text they write, without special tokens, as <see cref="Decode(IReadOnlyList{int}, bool)"/> does.</summary>
    /// <param name="ids">The ids.</param>
    /// <exception cref="ArgumentOutOfRangeException">An id is not in 0 .. <see cref="VocabularySize"/> - 1.</exception>
    public override string Decode(IEnumerable<int> ids) => Decode([.. ids], skipSpecialTokens: true);

    /// <summary>Writes the text of tokens, without special ones, into a buffer, until one does not fit.</summary>
    /// <param name="ids">The ids.</param>
    /// <param name="destination">Where to write.</param>
    /// <param name="idsConsumed">How many ids were written before that.</param>
    /// <param name="charsWritten">How many UTF-16 units were written.</param>
    /// <returns><see cref="OperationStatus.DestinationTooSmall"/> when not all fit, <see cref="OperationStatus.InvalidData"/> at an id outside the vocabulary.</returns>
    public override OperationStatus Decode(IEnumerable<int> ids, Span<char> destination, out int idsConsumed, out int charsWritten)
    {
        ArgumentNullException.ThrowIfNull(ids);
        (idsConsumed, charsWritten) = (0, 0);
        var decoder = new StreamingDecoder(this);
        foreach (int id in ids)
        {
            if ((uint)id >= (uint)VocabularySize)
            {
                return OperationStatus.InvalidData;
            }
            string text = decoder.Append(id);
            if (!text.TryCopyTo(destination[charsWritten..]))
            {
                return OperationStatus.DestinationTooSmall;
            }
            charsWritten += text.Length;
            idsConsumed++;
        }
        string rest = decoder.Flush();
        if (!rest.TryCopyTo(destination[charsWritten..]))
        {
            return OperationStatus.DestinationTooSmall;
        }
        charsWritten += rest.Length;
        return OperationStatus.Done;
    }

    /// <summary>
    /// Cuts a text into tokens, special ones where <see cref="InterpretsSpecialTokens"/>, without a beginning token. A token's range is into
    /// the text that the tokens write, which is <c>NormalizedText</c> where it is not the text itself; parts of one character share its range.
    /// </summary>
    /// <exception cref="NotSupportedException">The settings leave out a step: ids would not be the model's.</exception>
    protected override EncodeResults<EncodedToken> EncodeToTokens(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings)
    {
        text ??= textSpan.ToString();
        IReadOnlyList<int> ids = Ids(text, settings);
        int kept = Math.Min(ids.Count, settings.MaxTokenCount);
        var bytes = new ArrayBufferWriter<byte>();
        int[] ends = [.. ids.Select(id => Write(bytes, id))];
        (string written, int[] floor, int[] ceiling) = Characters(bytes.WrittenSpan);
        int Begin(int token) => token == 0 ? 0 : ends[token - 1];
        return new EncodeResults<EncodedToken>
        {
            Tokens = [.. Enumerable.Range(0, kept).Select(i => new EncodedToken(ids[i], TokenText(ids[i]), floor[Begin(i)]..ceiling[ends[i]]))],
            NormalizedText = written == text ? null : written,
            CharsConsumed = floor[Begin(kept)],
        };
    }

    /// <inheritdoc/>
    protected override EncodeResults<int> EncodeToIds(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings)
    {
        EncodeResults<EncodedToken> results = EncodeToTokens(text, textSpan, settings);
        return new EncodeResults<int> { Tokens = [.. results.Tokens.Select(token => token.Id)], NormalizedText = results.NormalizedText, CharsConsumed = results.CharsConsumed };
    }

    /// <inheritdoc/>
    protected override int GetIndexByTokenCount(
        string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings, bool fromEnd, out string? normalizedText, out int tokenCount)
    {
        int most = settings.MaxTokenCount;
        settings.MaxTokenCount = int.MaxValue;
        EncodeResults<EncodedToken> results = EncodeToTokens(text, textSpan, settings);
        IReadOnlyList<EncodedToken> tokens = results.Tokens;
        normalizedText = results.NormalizedText;
        int cut = fromEnd ? Math.Max(0, tokens.Count - most) : Math.Min(tokens.Count, most); // a number of tokens before the index
        while (cut > 0 && cut < tokens.Count && tokens[cut].Offset.Start.Value < tokens[cut - 1].Offset.End.Value)
        {
            cut += fromEnd ? 1 : -1; // within a character
        }
        tokenCount = fromEnd ? tokens.Count - cut : cut;
        return cut == 0 ? 0 : tokens[cut - 1].Offset.End.Value;
    }

    /// <inheritdoc/>
    protected override int CountTokens(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings) =>
        Math.Min(settings.MaxTokenCount, Ids(text ?? textSpan.ToString(), settings).Count);

    private IReadOnlyList<int> Ids(string text, EncodeSettings settings) => settings.ConsiderNormalization && settings.ConsiderPreTokenization
        ? Encode(text, interpretSpecialTokens: InterpretsSpecialTokens)
        : throw new NotSupportedException("Normalisation and pre-tokenisation belong to the model; without them its tokens are others. Leave both on.");

    private int Write(ArrayBufferWriter<byte> bytes, int id)
    {
        bytes.Write(TokenBytes(id, skipSpecialTokens: false));
        return bytes.WrittenCount;
    }

    // For each byte position the last beginning of a character at or before it and the first at or after it, in UTF-16 units.
    private static (string Text, int[] Floor, int[] Ceiling) Characters(ReadOnlySpan<byte> utf8)
    {
        (int[] floor, int[] ceiling) = (new int[utf8.Length + 1], new int[utf8.Length + 1]);
        (int position, int unit) = (0, 0);
        while (position < utf8.Length)
        {
            Rune.DecodeFromUtf8(utf8[position..], out Rune rune, out int length);
            floor.AsSpan(position, length).Fill(unit);
            unit += rune.Utf16SequenceLength;
            ceiling.AsSpan(position + 1, length).Fill(unit);
            position += length;
        }
        floor[position] = unit;
        return (Encoding.UTF8.GetString(utf8), floor, ceiling);
    }
}
