namespace Tsmc.Tokenization.SentencePiece;

/// <summary>What a piece of a SentencePiece model is for, by its numbers in the file.</summary>
internal enum PieceType
{
    /// <summary>Text.</summary>
    Normal = 1,

    /// <summary>Stands for what the model cannot write.</summary>
    Unknown = 2,

    /// <summary>Never comes out of text: beginning and end.</summary>
    Control = 3,

    /// <summary>Text that is always one token.</summary>
    UserDefined = 4,

    /// <summary>Text that is a step on the way to longer pieces but no token.</summary>
    Unused = 5,

    /// <summary>One byte.</summary>
    Byte = 6,
}
