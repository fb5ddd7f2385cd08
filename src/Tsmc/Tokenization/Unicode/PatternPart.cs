namespace Tsmc.Tokenization.Unicode;

/// <summary>A piece of a regular expression: either a class of code points or syntax to be taken over as it is.</summary>
internal readonly record struct PatternPart(CodePointSet? Class, string Syntax);
