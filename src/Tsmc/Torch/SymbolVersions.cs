using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Tsmc.Torch;

/// <summary>
/// Makes one unmet but unused symbol version of a 64-bit ELF library weak, in a copy, so that the dynamic loader of an older
/// system accepts it. The format is the Linux Standard Base's "Symbol Versioning" (sections SHT_GNU_verneed).
/// </summary>
internal static class SymbolVersions
{
    /// <summary>The version of libstdc++'s symbols that older systems lack.</summary>
    public const string Unmet = "GLIBCXX_3.4.32";

    private const uint SectionTypeVersionNeeds = 0x6ffffffe;
    private const ushort WeakFlag = 0x2;

    /// <summary>
    /// A copy of <paramref name="library"/>, in the user's cache folder, whose need for <see cref="Unmet"/> is weak. The copy's
    /// folder is named by the original's hash, so a new package version gets a new copy and a present copy is used again.
    /// </summary>
    /// <exception cref="InvalidDataException">The file is no 64-bit little-endian ELF library or does not name the version.</exception>
    public static string MendedCopy(string library)
    {
        byte[] image = File.ReadAllBytes(library);
        string hash = Convert.ToHexStringLower(SHA256.HashData(image))[..16];
        string cache = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        string folder = Path.Combine(string.IsNullOrEmpty(cache) ? Path.GetTempPath() : cache, "tsmc", "native", hash);
        string copy = Path.Combine(folder, Path.GetFileName(library));
        MakeWeak(image, library);
        if (File.Exists(copy) && File.ReadAllBytes(copy).AsSpan().SequenceEqual(image))
        {
            return copy;
        }
        Directory.CreateDirectory(folder);
        string beside = $"{copy}.{Environment.ProcessId}.part";
        File.WriteAllBytes(beside, image);
        File.Move(beside, copy, overwrite: true);
        return copy;
    }

    /// <summary>Sets the weak flag of every need for <see cref="Unmet"/> in the image.</summary>
    /// <exception cref="InvalidDataException">The image is no 64-bit little-endian ELF library, is damaged or does not name the version.</exception>
    internal static void MakeWeak(Span<byte> image, string name)
    {
        if (image.Length < 64 || !image[..4].SequenceEqual("\u007fELF"u8) || image[4] != 2 || image[5] != 1)
        {
            throw new InvalidDataException($"{name}: expected a 64-bit little-endian ELF library.");
        }
        bool found;
        try
        {
            found = MakeWeak(image);
        }
        catch (Exception error) when (error is ArgumentOutOfRangeException or OverflowException)
        {
            throw new InvalidDataException($"{name}: its symbol versions are damaged.", error);
        }
        if (!found)
        {
            throw new InvalidDataException($"{name}: the symbol version {Unmet} is not among its needs.");
        }
    }

    /// <summary>Looks through the sections for lists of needs.</summary>
    private static bool MakeWeak(Span<byte> image)
    {
        long sections = BinaryPrimitives.ReadInt64LittleEndian(At(image, 0x28));
        int sectionSize = BinaryPrimitives.ReadUInt16LittleEndian(At(image, 0x3A));
        int sectionCount = BinaryPrimitives.ReadUInt16LittleEndian(At(image, 0x3C));
        bool found = false;
        for (int i = 0; i < sectionCount; i++)
        {
            ReadOnlySpan<byte> header = At(image, sections + i * sectionSize);
            if (BinaryPrimitives.ReadUInt32LittleEndian(header[4..]) == SectionTypeVersionNeeds)
            {
                long names = BinaryPrimitives.ReadUInt32LittleEndian(header[0x28..]);
                long strings = BinaryPrimitives.ReadInt64LittleEndian(At(image, sections + names * sectionSize + 0x18));
                found |= MakeWeak(image, BinaryPrimitives.ReadInt64LittleEndian(header[0x18..]), strings);
            }
        }
        return found;
    }

    /// <summary>Walks the list of needed files and, in each, the list of needed versions.</summary>
    private static bool MakeWeak(Span<byte> image, long need, long strings)
    {
        bool found = false;
        while (true)
        {
            long version = need + BinaryPrimitives.ReadUInt32LittleEndian(At(image, need + 8));
            int count = BinaryPrimitives.ReadUInt16LittleEndian(At(image, need + 2));
            for (int i = 0; i < count; i++)
            {
                ReadOnlySpan<byte> text = At(image, strings + BinaryPrimitives.ReadUInt32LittleEndian(At(image, version + 8)));
                if (Encoding.ASCII.GetString(text[..text.IndexOf((byte)0)]) == Unmet)
                {
                    Span<byte> flags = At(image, version + 4);
                    BinaryPrimitives.WriteUInt16LittleEndian(flags, (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(flags) | WeakFlag));
                    found = true;
                }
                version += BinaryPrimitives.ReadUInt32LittleEndian(At(image, version + 12));
            }
            uint next = BinaryPrimitives.ReadUInt32LittleEndian(At(image, need + 12));
            if (next == 0)
            {
                return found;
            }
            need += next;
        }
    }

    /// <summary>The image from an offset that the file itself names, and that may lie anywhere.</summary>
    private static Span<byte> At(Span<byte> image, long offset) => image[checked((int)offset)..];
}
