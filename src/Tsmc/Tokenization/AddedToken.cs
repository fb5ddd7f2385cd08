namespace Tsmc.Tokenization;

/// <summary>A token beside the model's own vocabulary, found in a text before anything else is done to it.</summary>
/// <param name="Content">Its text.</param>
/// <param name="Id">Its id.</param>
internal sealed record AddedToken(string Content, int Id)
{
    /// <summary>Whether it plays a part of its own, such as ending a sequence, and writes no text.</summary>
    public bool Special { get; init; }

    /// <summary>Whether it takes the white space before it.</summary>
    public bool LeftStrip { get; init; }

    /// <summary>Whether it takes the white space behind it.</summary>
    public bool RightStrip { get; init; }

    /// <summary>Whether it counts only where no letter or digit touches it.</summary>
    public bool SingleWord { get; init; }

    /// <summary>Whether it is looked for in the normalised text.</summary>
    public bool Normalized { get; init; }
}
