using System.Text;

namespace Tsmc.Tokenization;

/// <summary>
/// The byte-level alphabet of GPT-2: every byte is written as one visible character, so that a vocabulary is a list of
/// words without white space. Printable Latin-1 stands for itself; the other bytes take the characters from U+0100 on, which
/// makes a space <c>Ġ</c> and a newline <c>Ċ</c>.
/// </summary>
internal static class ByteLevel
{
    private static readonly char[] SymbolOfByte = MakeAlphabet();
    private static readonly Dictionary<char, byte> ByteOfSymbol = Enumerable.Range(0, 256).ToDictionary(b => SymbolOfByte[b], b => (byte)b);

    /// <summary>The character that stands for a byte.</summary>
    public static char Symbol(byte value) => SymbolOfByte[value];

    /// <summary>Writes the UTF-8 bytes of a text in the byte-level alphabet.</summary>
    public static string Symbols(string text) => string.Concat(Encoding.UTF8.GetBytes(text).Select(Symbol));

    /// <summary>The bytes of a token written in the byte-level alphabet, or null when one of its characters is not in the alphabet.</summary>
    public static byte[]? Bytes(string token)
    {
        byte[] bytes = new byte[token.Length];
        for (int i = 0; i < token.Length; i++)
        {
            if (!ByteOfSymbol.TryGetValue(token[i], out bytes[i]))
            {
                return null;
            }
        }
        return bytes;
    }

    private static char[] MakeAlphabet()
    {
        char[] symbols = new char[256];
        char next = '\u0100';
        for (int b = 0; b < 256; b++)
        {
            // U+00AD, the soft hyphen, is the one invisible character in the upper range.
            bool visible = b is >= '!' and <= '~' or >= 0xA1 and <= 0xFF and not 0xAD;
            symbols[b] = visible ? (char)b : next++;
        }
        return symbols;
    }
}
