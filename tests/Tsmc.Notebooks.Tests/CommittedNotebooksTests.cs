using Tsmc.Torch;

namespace Tsmc.Notebooks.Tests;

/// <summary>
/// Every notebook of the repository is clean, runs, and says what its committed outputs say. <c>TSMC_UPDATE_NOTEBOOKS=1</c> writes the outputs of the run into the notebooks.
/// </summary>
[Collection(Whole.Notebooks)]
public class CommittedNotebooksTests
{
    private static bool Update => Environment.GetEnvironmentVariable("TSMC_UPDATE_NOTEBOOKS") == "1";

    public static TheoryData<string> Names =>
        [.. Directory.EnumerateFiles(Repository.Notebooks, "*.ipynb", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Repository.Notebooks, path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void IsClean(string name) => Assert.Empty(NotebookCleaner.Findings(NotebookFile.Load(Path.Combine(Repository.Notebooks, name))));

    [Theory]
    [MemberData(nameof(Names))]
    public void NamesEachCellOnce(string name)
    {
        NotebookFile notebook = NotebookFile.Load(Path.Combine(Repository.Notebooks, name));
        Assert.Equal(notebook.Cells.Select(cell => cell.Id).Distinct(), notebook.Cells.Select(cell => cell.Id));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task RunsAndItsOutputsAreUpToDate(string name)
    {
        string path = Path.Combine(Repository.Notebooks, name);
        NotebookFile notebook = NotebookFile.Load(path);
        CancellationToken ct = TestContext.Current.CancellationToken;
        NotebookFailure? failure = await NotebookRunner.RunAsync(notebook, Path.GetDirectoryName(path)!, ct: ct);
        Assert.True(failure is null, $"{name}, cell {failure?.Cell}:\n{failure?.Source}\n{failure?.Error}");
        NotebookCleaner.Clean(notebook);
        notebook.Arithmetic = Arithmetic.Fingerprint;
        if (Update)
        {
            notebook.Save(path);
        }
        IReadOnlyList<string> stale = NotebookComparison.Differences(NotebookFile.Load(path), notebook);
        Assert.True(stale.Count == 0, $"{name} is stale; TSMC_UPDATE_NOTEBOOKS=1 writes its outputs anew.\n{string.Join('\n', stale)}");
    }
}
