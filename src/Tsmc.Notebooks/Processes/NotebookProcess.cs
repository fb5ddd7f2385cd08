using System.Diagnostics;
using System.Globalization;
using System.IO.Pipes;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tsmc.Notebooks.Processes;

/// <summary>
/// Runs a notebook as <see cref="NotebookRunner"/> does, in a process of its own: a cell that ends the process, crashes it or
/// hangs in native code takes nothing else with it, and every notebook begins with fresh memory.
/// </summary>
/// <param name="program">The program to start.</param>
/// <param name="arguments">What stands before a worker's own arguments, so that the program calls <see cref="NotebookWorker"/>.</param>
public sealed class NotebookProcess(string program, IReadOnlyList<string> arguments)
{
    // The worker keeps the limits itself, and saves what the cell had shown; this is for one that cannot.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);

    // A process that starts while others want the same cores.
    private static readonly TimeSpan Start = TimeSpan.FromMinutes(2);

    /// <summary>Runs a notebook.</summary>
    /// <param name="notebook">The notebook; its outputs are dropped and made anew, up to the cell that failed.</param>
    /// <param name="folder">The working folder; Jupyter's is the folder of the notebook.</param>
    /// <param name="options">Parameters and time limits.</param>
    /// <param name="progress">Told before each code cell and at the end.</param>
    /// <param name="ct">Stops the run and ends the process; the outputs of the cells that were done stay.</param>
    /// <returns>The cell that failed, or at which the process ended or ran out of time; null when all ran.</returns>
    /// <exception cref="ArgumentException">An option is out of range, or the notebook has no such parameter.</exception>
    public async Task<NotebookFailure?> RunAsync(
        NotebookFile notebook, string folder, NotebookRunOptions? options = null, IProgress<NotebookProgress>? progress = null,
        CancellationToken ct = default)
    {
        options ??= new NotebookRunOptions();
        options.Validate();
        notebook.InjectParameters(options.Parameters);
        notebook.ClearOutputs();
        using var pipe = new AnonymousPipeServerStream(PipeDirection.In, HandleInheritability.Inheritable);
        using Process worker = StartWorker(pipe, folder, options);
        var words = new Words();
        Task reading = Task.WhenAll(words.ReadAsync(worker.StandardError), words.ReadAsync(worker.StandardOutput));
        try
        {
            await worker.StandardInput.WriteLineAsync(notebook.ToLine().AsMemory(), ct).ConfigureAwait(false);
            await worker.StandardInput.FlushAsync(ct).ConfigureAwait(false);
            return await ListenAsync(pipe, worker, notebook, options, progress, reading, words, ct).ConfigureAwait(false);
        }
        finally
        {
            if (!worker.HasExited)
            {
                worker.Kill(entireProcessTree: true);
                await worker.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private Process StartWorker(AnonymousPipeServerStream pipe, string folder, NotebookRunOptions options)
    {
        string[] own =
        [
            pipe.GetClientHandleAsString(), Path.GetFullPath(folder), Seconds(options.CellTimeLimit), Seconds(options.TimeLimit),
        ];
        var start = new ProcessStartInfo(program, [.. arguments, .. own])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        Process worker = Process.Start(start)!;
        pipe.DisposeLocalCopyOfClientHandle();
        return worker;
    }

    private static async Task<NotebookFailure?> ListenAsync(
        AnonymousPipeServerStream pipe, Process worker, NotebookFile notebook, NotebookRunOptions options,
        IProgress<NotebookProgress>? progress, Task reading, Words words, CancellationToken ct)
    {
        using var lines = new StreamReader(pipe, Encoding.UTF8);
        int cell = 0;
        var clock = Stopwatch.StartNew();
        while (true)
        {
            TimeSpan left = options.TimeLimit - clock.Elapsed;
            TimeSpan limit = (left < options.CellTimeLimit ? left : options.CellTimeLimit) + (cell == 0 ? Start : Grace);
            string? line;
            try
            {
                line = await ReadAsync(lines).WaitAsync(limit > TimeSpan.Zero ? limit : TimeSpan.Zero, ct).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                string what = left < options.CellTimeLimit
                    ? $"The notebook ran longer than {options.TimeLimit.TotalSeconds:0.#} s"
                    : $"The cell ran longer than {options.CellTimeLimit.TotalSeconds:0.#} s";
                return Failed(notebook, cell, $"{what}, and its kernel did not answer; it was ended.");
            }
            if (line is null || Parse(line) is not { } message)
            {
                await worker.WaitForExitAsync(ct).ConfigureAwait(false);
                await reading.WaitAsync(Grace, ct).ConfigureAwait(false);
                return Failed(notebook, cell, $"The kernel's process ended while this cell ran, with exit code {worker.ExitCode}{Signal(worker.ExitCode)}.{words}");
            }
            if (message.Outputs is { } outputs)
            {
                notebook.Cells[message.Cell!.Value - 1].SetOutputs(outputs.Select(one => one!.DeepClone().AsObject()));
            }
            if (message.Progress is { } at)
            {
                if (cell == 0)
                {
                    clock.Restart();
                }
                cell = at.Cell;
                progress?.Report(at);
            }
            if (message.End == true)
            {
                return message.Failure;
            }
        }
    }

    // A pipe whose other end died may report it as an error instead of an end.
    private static async Task<string?> ReadAsync(StreamReader lines)
    {
        try
        {
            return await lines.ReadLineAsync().ConfigureAwait(false);
        }
        catch (IOException)
        {
            return null;
        }
    }

    // A line that was cut off by the worker's end is none.
    private static WorkerMessage? Parse(string line)
    {
        try
        {
            return WorkerMessage.Parse(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static NotebookFailure Failed(NotebookFile notebook, int number, string error)
    {
        // Before the first cell there is none to blame; it is said at the first.
        int at = Math.Max(number, notebook.Cells.ToList().FindIndex(each => each.IsCode) + 1);
        NotebookCell cell = notebook.Cells[at - 1];
        cell.SetOutputs([.. cell.Outputs.Select(output => (JsonObject)output.DeepClone()), CellOutputs.Error(error)]);
        return new NotebookFailure(at, cell.Source, error);
    }

    private static string Signal(int exitCode) => exitCode switch
    {
        134 => " (aborted)",
        137 => " (killed; out of memory?)",
        139 => " (segmentation fault)",
        _ => "",
    };

    private static string Seconds(TimeSpan span) => span.TotalSeconds.ToString(CultureInfo.InvariantCulture);

    /// <summary>The first lines that the process wrote itself: a crashing runtime says why, before its stack.</summary>
    private sealed class Words
    {
        private const int Lines = 12;
        private readonly Queue<string> _lines = [];

        public async Task ReadAsync(StreamReader reader)
        {
            while (await reader.ReadLineAsync().ConfigureAwait(false) is { } line)
            {
                lock (_lines)
                {
                    if (_lines.Count < Lines && line.Length > 0)
                    {
                        _lines.Enqueue(line);
                    }
                }
            }
        }

        public override string ToString()
        {
            lock (_lines)
            {
                return _lines.Count == 0 ? "" : " It said:\n" + string.Join('\n', _lines);
            }
        }
    }
}
