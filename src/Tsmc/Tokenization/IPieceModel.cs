namespace Tsmc.Tokenization;

/// <summary>Turns a piece of normalised text into tokens. Safe for use by several threads.</summary>
internal interface IPieceModel
{
    /// <summary>Appends the piece's token ids.</summary>
    /// <exception cref="ArgumentException">The vocabulary cannot write a character of the piece.</exception>
    void Append(string piece, List<int> ids);
}
