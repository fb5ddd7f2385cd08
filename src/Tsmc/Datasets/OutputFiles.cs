using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Tsmc.Problems;

namespace Tsmc.Datasets;

/// <summary>Files of rows that are written together beside their places and appear together, whole, or not at all.</summary>
internal sealed class OutputFiles(string folder) : IDisposable
{
    private readonly SortedDictionary<string, StreamWriter> _writers = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly HashSet<ulong> _seen = [];

    /// <summary>Rows of each file.</summary>
    public IReadOnlyDictionary<string, int> Counts => _counts;

    /// <summary>Rows that stood there before and were not written again.</summary>
    public int Repeated { get; private set; }

    /// <summary>Writes a row.</summary>
    /// <param name="file">Name of the file.</param>
    /// <param name="row">The row.</param>
    /// <param name="what">What makes the row what it is, whatever its name; one that stood in the file before is not written again.</param>
    public void Write<T>(string file, T row, object what)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(file + JsonSerializer.Serialize(what, JsonLines.Format)), hash);
        if (!_seen.Add(BinaryPrimitives.ReadUInt64LittleEndian(hash)))
        {
            Repeated++;
            return;
        }
        if (!_writers.TryGetValue(file, out StreamWriter? writer))
        {
            Directory.CreateDirectory(folder);
            writer = new StreamWriter(Path.Combine(folder, file + ".part"), append: false, new UTF8Encoding(false)) { NewLine = "\n" };
            _writers.Add(file, writer);
        }
        writer.WriteLine(JsonSerializer.Serialize(row, JsonLines.Format));
        _counts[file] = _counts.GetValueOrDefault(file) + 1;
    }

    /// <summary>Puts the files into their places; those that an earlier run made and this one did not are taken away.</summary>
    public void Commit(IEnumerable<string> earlier)
    {
        string[] files = [.. _writers.Keys];
        Dispose(keep: true);
        foreach (string file in files)
        {
            File.Move(Path.Combine(folder, file + ".part"), Path.Combine(folder, file), overwrite: true);
        }
        foreach (string stale in earlier.Except(files))
        {
            File.Delete(Path.Combine(folder, stale));
        }
    }

    public void Dispose() => Dispose(keep: false);

    private void Dispose(bool keep)
    {
        foreach ((string file, StreamWriter writer) in _writers)
        {
            writer.Dispose();
            if (!keep)
            {
                File.Delete(Path.Combine(folder, file + ".part"));
            }
        }
        _writers.Clear();
    }
}
