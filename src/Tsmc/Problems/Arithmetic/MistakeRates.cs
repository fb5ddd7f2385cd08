namespace Tsmc.Problems.Arithmetic;

/// <summary>How often an annotator misreads a place that can be misread.</summary>
/// <param name="HardCue">Probability at the wordings of <see cref="AnnotatorOptions.HardCues"/>, in [0, 1].</param>
/// <param name="Base">Probability at all other wordings, in [0, 1].</param>
public sealed record MistakeRates(double HardCue, double Base);
