namespace Tsmc.Notebooks;

/// <summary>The cell at which a run stopped.</summary>
/// <param name="Cell">Its number among all cells, from 1.</param>
/// <param name="Source">Its text.</param>
/// <param name="Error">What went wrong: a compiler's or an exception's message, or that the time was up.</param>
public sealed record NotebookFailure(int Cell, string Source, string Error);
