namespace Tsmc.Tokenization.PreTokenizers;

/// <summary>Cuts a text into pieces that no token crosses, and may rewrite them; empty pieces may be among them.</summary>
/// <param name="text">Normalised text without special tokens.</param>
/// <param name="first">Whether the whole input begins here.</param>
internal delegate IEnumerable<string> PreTokenizer(string text, bool first);
