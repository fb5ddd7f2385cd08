using System.Text;
using System.Text.Json;
using Tsmc.Problems;

namespace Tsmc.Training;

/// <summary>Appends to <c>training.jsonl</c>, row by row and flushed.</summary>
internal sealed class TrainingLog : IDisposable
{
    public const string FileName = "training.jsonl";

    private readonly StreamWriter _writer;

    /// <summary>Opens the log of a run that goes on behind step <paramref name="step"/>; rows of later steps are dropped.</summary>
    public TrainingLog(string folder, int step)
    {
        string path = Path.Combine(folder, FileName);
        if (File.Exists(path))
        {
            // A killed run may have left half a row at the end.
            var rows = new List<TrainingLogRow>();
            string[] lines = File.ReadAllLines(path);
            for (int i = 0; i < lines.Length && rows.Count < step; i++)
            {
                rows.Add(JsonLines.Parse<TrainingLogRow>(lines[i], path, i + 1));
            }
            JsonLines.Write(path, rows);
            SecondsBefore = rows.Count == 0 ? 0 : rows[^1].Seconds;
        }
        _writer = new StreamWriter(path, append: true, new UTF8Encoding(false)) { NewLine = "\n", AutoFlush = true };
    }

    /// <summary>Seconds of training that the kept rows stand for.</summary>
    public double SecondsBefore { get; }

    public void Add(TrainingLogRow row) => _writer.WriteLine(JsonSerializer.Serialize(row, JsonLines.Format));

    public void Dispose() => _writer.Dispose();
}
