using System.IO.Pipes;
using System.Text;
using System.Text.Json.Nodes;

namespace Tsmc.Notebooks.Processes;

/// <summary>
/// The inside of a <see cref="NotebookProcess"/>: reads one notebook from standard input, runs it and sends what comes of it through a
/// pipe. Its arguments are its own business and <see cref="NotebookProcess"/>'s.
/// </summary>
public static class NotebookWorker
{
    /// <summary>Runs the notebook that stands in one line on standard input; ends the process when the input ends.</summary>
    /// <param name="pipe">Handle of the pipe to send through.</param>
    /// <param name="folder">The working folder.</param>
    /// <param name="cellSeconds">Time limit of a cell, in seconds, above 0.</param>
    /// <param name="totalSeconds">Time limit of the notebook, in seconds, above 0.</param>
    /// <returns>The exit code, 0 also when a cell failed: that is said through the pipe.</returns>
    public static async Task<int> RunAsync(string pipe, string folder, double cellSeconds, double totalSeconds)
    {
        using var input = new StreamReader(Console.OpenStandardInput(), Encoding.UTF8);
        string json = await input.ReadLineAsync().ConfigureAwait(false) ?? "";
        NotebookFile notebook = NotebookFile.Parse(json, "standard input");
        EndWithTheCaller(input);
        Console.SetIn(TextReader.Null);

        using var stream = new AnonymousPipeClientStream(PipeDirection.Out, pipe);
        using var output = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };
        var sender = new Sender(notebook, output);
        var options = new NotebookRunOptions
        {
            CellTimeLimit = TimeSpan.FromSeconds(cellSeconds),
            TimeLimit = TimeSpan.FromSeconds(totalSeconds),
        };
        NotebookFailure? failure = await NotebookRunner.RunAsItIsAsync(notebook, folder, options, sender, CancellationToken.None).ConfigureAwait(false);
        sender.SendOutputs(notebook.Cells.Count);
        sender.Send(new WorkerMessage { Failure = failure, End = true });

        // A cell past its limit may still run, and a notebook's own threads too: nothing is left to wait for.
        Environment.Exit(0);
        return 0;
    }

    // Nobody would stop a worker whose caller was killed.
    private static void EndWithTheCaller(StreamReader input) => new Thread(() =>
    {
        while (input.Read() >= 0)
        {
        }
        Environment.Exit(1);
    })
    { IsBackground = true }.Start();

    private sealed class Sender(NotebookFile notebook, StreamWriter output) : IProgress<NotebookProgress>
    {
        private int _sent;

        public void Report(NotebookProgress value)
        {
            SendOutputs(value.Done < value.Total ? value.Cell - 1 : value.Cell);
            Send(new WorkerMessage { Progress = value });
        }

        /// <summary>Sends the outputs of the cells up to the given number that were not sent before.</summary>
        public void SendOutputs(int cells)
        {
            for (; _sent < cells; _sent++)
            {
                NotebookCell cell = notebook.Cells[_sent];
                if (cell.IsCode)
                {
                    var outputs = new JsonArray([.. cell.Outputs.Select(one => one.DeepClone())]);
                    Send(new WorkerMessage { Cell = _sent + 1, Outputs = outputs });
                }
            }
        }

        public void Send(WorkerMessage message) => output.WriteLine(message.ToLine());
    }
}
