using System.Globalization;
using System.Text;
using Microsoft.ML.Tokenizers;

namespace Tsmc.Tokenization;

/// <summary>Reads <c>tokenizer.model</c>, the file of SentencePiece, as Llama-2 and its relatives use it.</summary>
internal static class SentencePieceModel
{
    /// <summary>The file's name in a model folder.</summary>
    public const string FileName = "tokenizer.model";

    // How SentencePiece spells a space.
    private const char Space = '\u2581';

    /// <summary>Reads the file's content.</summary>
    /// <exception cref="InvalidDataException">The content is not a SentencePiece BPE model; the message names <paramref name="path"/>.</exception>
    public static TokenizerModel Read(string path, byte[] content)
    {
        LlamaTokenizer core;
        try
        {
            using var stream = new MemoryStream(content);
            core = LlamaTokenizer.Create(stream, addBeginOfSentence: false, addEndOfSentence: false);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // The library's protobuf reader fails in many ways on a broken file; none of its messages names the file.
            throw new InvalidDataException($"{path}: not a SentencePiece BPE model ({error.Message.TrimEnd('.')}).", error);
        }

        int size = core.Vocabulary.Values.Max() + 1;
        string[] names = Enumerable.Repeat("", size).ToArray();
        byte[][] bytes = Enumerable.Repeat(Array.Empty<byte>(), size).ToArray();
        foreach ((string piece, int id) in core.Vocabulary)
        {
            names[id] = piece;
            bytes[id] = core.ByteFallback && IsByte(piece, out byte value) ? [value] : Encoding.UTF8.GetBytes(piece.Replace(Space, ' '));
        }
        return new TokenizerModel
        {
            Core = core,
            Names = names,
            Bytes = bytes,
            SpecialTokens = new[] { core.UnknownToken, core.BeginningOfSentenceToken, core.EndOfSentenceToken }
                .Where(core.Vocabulary.ContainsKey).Distinct().ToDictionary(token => token, token => core.Vocabulary[token]),
            DummyPrefix = core.AddDummyPrefix,
            BosToken = core.BeginningOfSentenceToken,
            EosToken = core.EndOfSentenceToken,
        };
    }

    // Bytes without a piece of their own are spelled <0x00> to <0xFF>.
    private static bool IsByte(string piece, out byte value)
    {
        value = 0;
        return piece is ['<', '0', 'x', _, _, '>']
            && byte.TryParse(piece.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }
}
