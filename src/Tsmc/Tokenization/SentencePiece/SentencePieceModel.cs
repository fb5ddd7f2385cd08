using System.Text;

namespace Tsmc.Tokenization.SentencePiece;

/// <summary>Reads <c>tokenizer.model</c>, the file of SentencePiece, as Llama-2 and its relatives use it.</summary>
internal static class SentencePieceModel
{
    /// <summary>The file's name in a model folder.</summary>
    public const string FileName = "tokenizer.model";

    // How SentencePiece spells a space.
    private const char Space = '\u2581';

    /// <summary>Reads the file's content.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="prefixEverySegment">
    /// Whether the space of the dummy prefix is put before every stretch of text between special tokens, as Hugging Face's library does
    /// unless <c>legacy</c> is false, or only where the input begins.
    /// </param>
    /// <exception cref="InvalidDataException">The content is not a SentencePiece BPE model; the message names <paramref name="path"/>.</exception>
    public static TokenizerModel Read(string path, byte[] content, bool prefixEverySegment)
    {
        SentencePieceFile file = SentencePieceFile.Read(path, content);
        string[] names = [.. file.Pieces.Select(piece => piece.Text)];
        byte[][] bytes = [.. file.Pieces.Select(piece => Bytes(piece.Text, piece.Type))];
        var added = new List<AddedToken>();
        foreach ((int id, (string text, _, PieceType type)) in file.Pieces.Index())
        {
            if (type is PieceType.Control or PieceType.Unknown)
            {
                added.Add(new AddedToken(text, id) { Special = true });
            }
        }
        return new TokenizerModel
        {
            Normalizer = (text, first) => Normalize(file, text, file.AddDummyPrefix && (first || prefixEverySegment)),
            PreTokenizer = (text, _) => [text],
            Pieces = new SentencePieceEncoder(path, file),
            Names = names,
            Bytes = bytes,
            AddedTokens = added,
            LeadingSpaces = file.AddDummyPrefix ? 1 : 0,
            InterpretsSpecialTokens = false,
            BosToken = names.Contains(file.BosPiece) ? file.BosPiece : null,
            EosToken = names.Contains(file.EosPiece) ? file.EosPiece : null,
            AddsBos = names.Contains(file.BosPiece),
        };
    }

    private static byte[] Bytes(string piece, PieceType type) => type switch
    {
        PieceType.Byte when ByteToken.TryParse(piece, out byte value) => [value],
        _ => Encoding.UTF8.GetBytes(piece.Replace(Space, ' ')),
    };

    private static string Normalize(SentencePieceFile file, string text, bool prefix)
    {
        if (file.RemoveExtraWhiteSpaces)
        {
            text = string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }
        if (text.Length > 0 && prefix)
        {
            text = " " + text;
        }
        char space = file.EscapeWhiteSpaces ? Space : ' ';
        text = text.Replace(' ', space);
        // SentencePiece cuts the end after it has escaped the spaces, so that a ▁ of the text itself goes too.
        return file.RemoveExtraWhiteSpaces ? text.TrimEnd(space) : text;
    }
}
