namespace Tsmc.Cli.Progress;

/// <summary>Where a stage stands.</summary>
/// <param name="Stage">Name of the stage, such as <c>generate</c>; another name begins another stage.</param>
/// <param name="Done">How much is done, <paramref name="Total"/> at the end.</param>
/// <param name="Total">How much there is to do, above 0.</param>
/// <param name="Unit">What is counted, in the plural, such as <c>problems</c>; empty for mere numbers.</param>
/// <param name="Note">Figures to stand beside it, such as the loss; empty for none.</param>
internal sealed record StageProgress(string Stage, double Done, double Total, string Unit, string Note = "");
