using System.IO.Compression;

namespace Tsmc.Models.Files;

/// <summary>Reads <c>pytorch_model.bin</c>: a zip archive of a pickled state dict and one entry of raw numbers for each storage.</summary>
internal static class TorchArchive
{
    private const string Expected = "a PyTorch checkpoint";
    private const long MaxPickle = 4_000_000; // ten times the state dict of 70 thousand million weights

    /// <summary>The tensors of a file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, or its pickle holds anything but tensors.</exception>
    public static IReadOnlyList<StoredTensor> Read(string path)
    {
        try
        {
            using FileStream file = InputFile.Open(path, Expected);
            CheckKind(file);
            using var archive = new ZipArchive(file, ZipArchiveMode.Read);
            Dictionary<string, ZipArchiveEntry> entries = archive.Entries.ToDictionary(entry => entry.FullName, StringComparer.Ordinal);
            ZipArchiveEntry[] pickles = [.. archive.Entries.Where(entry => entry.Name == "data.pkl")];
            if (pickles.Length != 1)
            {
                throw new InvalidDataException($"{pickles.Length} entries data.pkl; expected one");
            }
            string prefix = pickles[0].FullName[..^"data.pkl".Length];
            CheckByteOrder(entries.GetValueOrDefault(prefix + "byteorder"));
            IReadOnlyDictionary<string, TorchPickle.Place> places = TorchPickle.Read(Whole(pickles[0], MaxPickle, file.Length));
            return [.. places.Select(place => Tensor(path, place.Key, place.Value, entries, prefix, file.Length))];
        }
        catch (FileNotFoundException)
        {
            throw;
        }
        catch (Exception error) when (error is InvalidDataException or IOException or ArgumentException or NotSupportedException or OverflowException)
        {
            throw error.Message.StartsWith(path, StringComparison.Ordinal)
                ? error
                : new InvalidDataException($"{path}: not a readable PyTorch checkpoint ({error.Message.TrimEnd('.')}).", error);
        }
    }

    private static void CheckKind(FileStream file)
    {
        Span<byte> first = stackalloc byte[4];
        int count = file.ReadAtLeast(first, first.Length, throwOnEndOfStream: false);
        if (count == 4 && first[0] == 0x80 && first[1] == 2)
        {
            throw new InvalidDataException("it has the format of PyTorch before 1.6; save it again with a newer one");
        }
        if (count < 4 || !first.SequenceEqual("PK\x03\x04"u8))
        {
            throw new InvalidDataException("it is no zip archive");
        }
        file.Position = 0;
    }

    private static void CheckByteOrder(ZipArchiveEntry? entry)
    {
        if (entry is not null && !Whole(entry, 16, 16).AsSpan().SequenceEqual("little"u8))
        {
            throw new InvalidDataException("its numbers are not little-endian");
        }
    }

    private static byte[] Whole(ZipArchiveEntry entry, long limit, long fileLength)
    {
        CheckStored(entry, fileLength);
        if (entry.Length > limit)
        {
            throw new InvalidDataException($"the entry {entry.FullName} has {entry.Length} bytes; expected at most {limit}");
        }
        var bytes = new byte[entry.Length];
        using Stream stream = entry.Open();
        stream.ReadExactly(bytes);
        return bytes;
    }

    // PyTorch stores, it does not compress: a size beyond the file's is a lie.
    private static void CheckStored(ZipArchiveEntry entry, long fileLength)
    {
        if (entry.Length != entry.CompressedLength || entry.Length > fileLength)
        {
            throw new InvalidDataException($"the entry {entry.FullName} claims {entry.Length} bytes, stored as {entry.CompressedLength}; expected it uncompressed");
        }
    }

    private static StoredTensor Tensor(
        string path, string name, TorchPickle.Place place, Dictionary<string, ZipArchiveEntry> entries, string prefix, long fileLength)
    {
        if (!entries.TryGetValue($"{prefix}data/{place.Key}", out ZipArchiveEntry? entry))
        {
            throw new InvalidDataException($"the numbers of the tensor {name} are missing");
        }
        CheckStored(entry, fileLength);
        if (place.StorageCount < 0 || entry.Length != checked(place.StorageCount * place.ElementSize))
        {
            throw new InvalidDataException($"the tensor {name} lies in {entry.Length} bytes; its storage claims {place.StorageCount} elements of {place.ElementSize}");
        }
        long count = 1;
        for (int i = place.Shape.Length - 1; i >= 0; i--)
        {
            if (place.Shape[i] < 0 || place.Strides.Length != place.Shape.Length || place.Shape[i] > 1 && place.Strides[i] != count)
            {
                throw new InvalidDataException($"the tensor {name} does not lie in row-major order");
            }
            count = checked(count * place.Shape[i]);
        }
        if (place.Offset < 0 || count > place.StorageCount - place.Offset)
        {
            throw new InvalidDataException($"the tensor {name} reaches beyond its storage");
        }
        string entryName = entry.FullName;
        long skipped = place.Offset * place.ElementSize;
        return new StoredTensor(name, place.Type, place.Shape, count * place.ElementSize, path, () => ArchiveStream.Open(path, entryName, skipped));
    }
}
