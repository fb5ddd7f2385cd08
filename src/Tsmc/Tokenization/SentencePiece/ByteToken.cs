using System.Globalization;

namespace Tsmc.Tokenization.SentencePiece;

/// <summary>How SentencePiece spells a byte that no piece holds: <c>&lt;0x00&gt;</c> to <c>&lt;0xFF&gt;</c>.</summary>
internal static class ByteToken
{
    /// <summary>The byte a token spells, if it does.</summary>
    public static bool TryParse(string token, out byte value)
    {
        value = 0;
        return token is ['<', '0', 'x', _, _, '>']
            && byte.TryParse(token.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }
}
