namespace Tsmc.Models.Files;

/// <summary>Opens files that somebody else wrote.</summary>
internal static class InputFile
{
    /// <summary>A stream at some position of a file, without a buffer of its own.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is a folder, or may not be read.</exception>
    public static FileStream Open(string path, string expected, long position = 0)
    {
        if (Directory.Exists(path))
        {
            throw new InvalidDataException($"{path}: a folder; expected {expected}.");
        }
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0) { Position = position };
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FileNotFoundException($"{path}: no such file; expected {expected}.", path, error);
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException)
        {
            throw new InvalidDataException($"{path}: not readable ({error.Message}).", error);
        }
    }

    /// <summary>A small file as a whole.</summary>
    /// <exception cref="InvalidDataException">It is larger than <paramref name="limit"/> bytes, or not readable.</exception>
    /// <inheritdoc cref="Open" path="/exception"/>
    public static byte[] ReadAll(string path, string expected, long limit)
    {
        using FileStream file = Open(path, expected);
        if (file.Length > limit)
        {
            throw new InvalidDataException($"{path}: {file.Length} bytes, more than the {limit} allowed; expected {expected}.");
        }
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
