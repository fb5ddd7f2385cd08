namespace Tsmc.Problems.Arithmetic;

/// <summary>A solution that an annotator wrote, and what went wrong in it.</summary>
public sealed record AnnotatedSolution
{
    /// <summary>The solution's text in the format of <see cref="PromptFormat.Solution"/>.</summary>
    public required string Text { get; init; }

    /// <summary>The order of its steps.</summary>
    public required AnnotatorStyle Style { get; init; }

    /// <summary>The mistakes made, by step; empty for a right solution.</summary>
    public required IReadOnlyList<AnnotatorMistake> Mistakes { get; init; }
}
