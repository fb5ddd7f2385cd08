namespace Tsmc.Notebooks;

/// <summary>Where a run stands.</summary>
/// <param name="Done">Code cells done.</param>
/// <param name="Total">All code cells.</param>
public sealed record NotebookProgress(int Done, int Total);
