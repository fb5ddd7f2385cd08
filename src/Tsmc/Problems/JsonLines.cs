using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Tsmc.Problems;

/// <summary>Reads and writes JSON Lines: one JSON object a line, UTF-8.</summary>
public static class JsonLines
{
    /// <summary>How rows are written: compact, readable characters, null left out where the property says so.</summary>
    public static JsonSerializerOptions Format { get; } = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Reads a file row by row, without holding it.</summary>
    /// <exception cref="FileNotFoundException">The file is not there.</exception>
    /// <exception cref="InvalidDataException">A line is not a JSON object of the wanted kind; the message names file and line.</exception>
    public static IEnumerable<T> Read<T>(string path)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"{path}: no such file; expected a JSON Lines file.", path);
        }
        int number = 0;
        foreach (string line in File.ReadLines(path, Encoding.UTF8))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }
            yield return Parse<T>(line, path, number);
        }
    }

    /// <summary>Parses one line.</summary>
    /// <exception cref="InvalidDataException">The line is not a JSON object of the wanted kind.</exception>
    public static T Parse<T>(string line, string path, int number)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(line, Format)
                ?? throw new InvalidDataException($"{path}, line {number}: expected a JSON object, found null.");
        }
        catch (JsonException error)
        {
            string where = string.IsNullOrEmpty(error.Path) || error.Path == "$" ? "" : $" at {error.Path}";
            string what = error.Message.Split(" Path:", 2)[0].TrimEnd('.');
            throw new InvalidDataException($"{path}, line {number}{where}: not a valid {typeof(T).Name} row: {what}.", error);
        }
    }

    /// <summary>Writes a whole file beside its place and renames it there, so that a reader never sees half of it.</summary>
    public static void Write<T>(string path, IEnumerable<T> rows)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        string beside = path + ".part";
        using (var writer = new StreamWriter(beside, append: false, new UTF8Encoding(false)) { NewLine = "\n" })
        {
            foreach (T row in rows)
            {
                writer.WriteLine(JsonSerializer.Serialize(row, Format));
            }
        }
        File.Move(beside, path, overwrite: true);
    }
}
