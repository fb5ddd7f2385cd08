namespace Tsmc.Notebooks;

/// <summary>Where a run stands.</summary>
/// <param name="Done">Code cells done.</param>
/// <param name="Total">All code cells.</param>
/// <param name="Cell">Number among all cells, from 1, of the code cell that begins now; of the last one when all are done.</param>
public sealed record NotebookProgress(int Done, int Total, int Cell);
