using System.Text;

namespace Tsmc.Tokenization;

/// <summary>
/// Decodes one sequence token by token: each token gives the text that is whole by then, so that a character several tokens write
/// together never comes out in pieces. The texts joined are what <see cref="Tokenizer.Decode(IReadOnlyList{int}, bool)"/> gives for all tokens. For one thread.
/// </summary>
public sealed class StreamingDecoder
{
    private readonly Tokenizer _tokenizer;
    private readonly bool _skipSpecialTokens;
    private readonly Decoder _utf8 = Encoding.UTF8.GetDecoder(); // keeps the bytes of an unfinished character
    private bool _first = true; // whether nothing but skipped tokens has come yet
    private int _ownSpaces; // spaces at the beginning that are still to be taken away

    /// <summary>Starts at the beginning of a text.</summary>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="skipSpecialTokens">Whether special tokens write nothing, as by default, or their names.</param>
    public StreamingDecoder(Tokenizer tokenizer, bool skipSpecialTokens = true)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        (_tokenizer, _skipSpecialTokens, _ownSpaces) = (tokenizer, skipSpecialTokens, tokenizer.OwnSpaces);
    }

    /// <summary>Takes the next token.</summary>
    /// <returns>The text that has become whole; empty where a character is still unfinished.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="id"/> is not in the vocabulary.</exception>
    public string Append(int id)
    {
        ReadOnlySpan<byte> bytes = _tokenizer.TokenBytes(id, _skipSpecialTokens, ref _first);
        while (_ownSpaces > 0 && bytes is [(byte)' ', ..])
        {
            bytes = bytes[1..];
            _ownSpaces--;
        }
        if (bytes.Length > 0)
        {
            _ownSpaces = 0;
        }
        return Convert(bytes, flush: false);
    }

    /// <summary>Ends the text: an unfinished character becomes U+FFFD.</summary>
    public string Flush() => Convert([], flush: true);

    private string Convert(ReadOnlySpan<byte> bytes, bool flush)
    {
        char[] characters = new char[_utf8.GetCharCount(bytes, flush)];
        _utf8.GetChars(bytes, characters, flush);
        return new string(characters);
    }
}
