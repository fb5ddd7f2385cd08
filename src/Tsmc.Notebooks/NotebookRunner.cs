using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.CSharp;
using Microsoft.DotNet.Interactive.Events;

namespace Tsmc.Notebooks;

/// <summary>
/// Runs C# notebooks in this process, without Jupyter: cell by cell, outputs written into the notebook, stopping at the first cell
/// that fails. One notebook at a time, for the kernel uses the process's working folder and console.
/// </summary>
public static class NotebookRunner
{
    private static readonly SemaphoreSlim OneAtATime = new(1, 1);

    /// <summary>Runs a notebook.</summary>
    /// <param name="notebook">The notebook; its outputs are dropped and made anew, up to the cell that failed.</param>
    /// <param name="folder">The working folder; Jupyter's is the folder of the notebook.</param>
    /// <param name="options">Parameters and time limits.</param>
    /// <param name="progress">Told before each code cell and at the end.</param>
    /// <param name="ct">Stops the run.</param>
    /// <returns>The cell that failed, or null when all ran.</returns>
    /// <remarks>
    /// A cell that runs past its limit cannot be stopped from outside when it does not look at its cancellation token: it is left
    /// behind, and the process should end.
    /// </remarks>
    /// <exception cref="ArgumentException">An option is out of range, or the notebook has no such parameter.</exception>
    public static async Task<NotebookFailure?> RunAsync(
        NotebookFile notebook, string folder, NotebookRunOptions? options = null, IProgress<NotebookProgress>? progress = null,
        CancellationToken ct = default)
    {
        options ??= new NotebookRunOptions();
        options.Validate();
        notebook.InjectParameters(options.Parameters);
        return await RunAsItIsAsync(notebook, folder, options, progress, ct).ConfigureAwait(false);
    }

    /// <summary>Runs a notebook whose parameters are injected already; those of the options are left alone.</summary>
    internal static async Task<NotebookFailure?> RunAsItIsAsync(
        NotebookFile notebook, string folder, NotebookRunOptions options, IProgress<NotebookProgress>? progress, CancellationToken ct)
    {
        notebook.ClearOutputs();
        await OneAtATime.WaitAsync(ct).ConfigureAwait(false);
        string before = Directory.GetCurrentDirectory();
        try
        {
            Directory.SetCurrentDirectory(folder);
            return await RunCellsAsync(notebook, options, progress, ct).ConfigureAwait(false);
        }
        finally
        {
            Directory.SetCurrentDirectory(before);
            OneAtATime.Release();
        }
    }

    private static async Task<NotebookFailure?> RunCellsAsync(
        NotebookFile notebook, NotebookRunOptions options, IProgress<NotebookProgress>? progress, CancellationToken ct)
    {
        var kernel = new CompositeKernel { new CSharpKernel().UseKernelHelpers().UseValueSharing() };
        kernel.DefaultKernelName = "csharp";
        bool busy = false;
        var outputs = new CellOutputs();
        using IDisposable watching = kernel.KernelEvents.Subscribe(new Watcher(outputs));
        using var total = CancellationTokenSource.CreateLinkedTokenSource(ct);
        total.CancelAfter(options.TimeLimit);
        try
        {
            int done = 0;
            int last = 0;
            int codeCells = notebook.Cells.Count(cell => cell.IsCode);
            for (int i = 0; i < notebook.Cells.Count; i++)
            {
                NotebookCell cell = notebook.Cells[i];
                if (!cell.IsCode)
                {
                    continue;
                }
                last = i + 1;
                progress?.Report(new NotebookProgress(done, codeCells, last));
                busy = true;
                string? error = await RunCellAsync(kernel, cell.Source, options, total.Token, () => busy = false).ConfigureAwait(false);
                ct.ThrowIfCancellationRequested();
                cell.SetOutputs(outputs.EndCell(error));
                if (error is not null)
                {
                    return new NotebookFailure(i + 1, cell.Source, error);
                }
                done++;
            }
            progress?.Report(new NotebookProgress(done, codeCells, last));
            return null;
        }
        finally
        {
            // A kernel waits for its cell when it is disposed, and a cell that was left behind may never end.
            if (!busy)
            {
                kernel.Dispose();
            }
        }
    }

    private static async Task<string?> RunCellAsync(
        CompositeKernel kernel, string code, NotebookRunOptions options, CancellationToken total, Action ended)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(total);
        limit.CancelAfter(options.CellTimeLimit);
        try
        {
            Task<KernelCommandResult> run = kernel.SendAsync(new SubmitCode(code), limit.Token);
            KernelCommandResult result = await run.WaitAsync(limit.Token).ConfigureAwait(false);
            ended();
            return limit.IsCancellationRequested
                ? TimeIsUp(options, total)
                : result.Events.OfType<CommandFailed>().FirstOrDefault()?.Message.ReplaceLineEndings("\n");
        }
        catch (OperationCanceledException)
        {
            return TimeIsUp(options, total);
        }
    }

    private static string TimeIsUp(NotebookRunOptions options, CancellationToken total) => total.IsCancellationRequested
        ? $"The notebook ran longer than {options.TimeLimit.TotalSeconds:0.#} s."
        : $"The cell ran longer than {options.CellTimeLimit.TotalSeconds:0.#} s.";

    private sealed class Watcher(CellOutputs outputs) : IObserver<KernelEvent>
    {
        public void OnNext(KernelEvent value) => outputs.Take(value);

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }
}
