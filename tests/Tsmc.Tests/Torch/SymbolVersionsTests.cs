using System.Buffers.Binary;
using System.Text;
using Tsmc.Torch;

namespace Tsmc.Tests.Torch;

public sealed class SymbolVersionsTests
{
    private const int Needs = 0x40;
    private const int Strings = 0xC0;
    private const int Sections = 0x100;
    private const int Size = Sections + 2 * 0x40;

    [Fact]
    public void Only_the_unmet_version_becomes_weak()
    {
        byte[] image = Library("GLIBCXX_3.4.29", SymbolVersions.Unmet, "GLIBCXX_3.4.30");
        byte[] before = [.. image];

        SymbolVersions.MakeWeak(image, "lib.so");

        int[] changed = [.. Enumerable.Range(0, Size).Where(i => image[i] != before[i])];
        Assert.Equal([Flags(1)], changed);
        Assert.Equal(0x2, image[Flags(1)]);

        SymbolVersions.MakeWeak(image, "lib.so");
        Assert.Equal(changed, Enumerable.Range(0, Size).Where(i => image[i] != before[i]));
    }

    [Fact]
    public void A_library_without_the_version_is_refused() =>
        Refused("lib.so: the symbol version GLIBCXX_3.4.32 is not among its needs.", Library("GLIBCXX_3.4.29", "GLIBCXX_3.4.30"));

    [Fact]
    public void What_is_no_elf_library_is_refused()
    {
        const string Sentence = "lib.so: expected a 64-bit little-endian ELF library.";
        Refused(Sentence, []);
        Refused(Sentence, "MZ"u8.ToArray());
        Refused(Sentence, new byte[200]);
        byte[] other = Library(SymbolVersions.Unmet);
        other[4] = 1; // 32 bits
        Refused(Sentence, other);
    }

    [Fact]
    public void A_library_cut_anywhere_or_with_any_byte_changed_is_mended_or_refused_in_a_sentence()
    {
        byte[] whole = Library("GLIBCXX_3.4.29", SymbolVersions.Unmet);
        for (int i = 0; i < Size; i++)
        {
            SurvivesOrRefuses(whole[..i]);
            foreach (byte value in new byte[] { 0x00, 0x7F, 0x80, 0xFF })
            {
                byte[] changed = [.. whole];
                changed[i] = value;
                SurvivesOrRefuses(changed);
            }
        }
    }

    [Fact]
    public void A_list_of_needs_that_goes_round_in_circles_ends()
    {
        byte[] image = Library(SymbolVersions.Unmet);
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(Needs + 12), 0xFFFFFFF0); // the next need lies before this one
        Refused("lib.so: its symbol versions are damaged.", image);
    }

    private static void SurvivesOrRefuses(byte[] image)
    {
        try
        {
            SymbolVersions.MakeWeak(image, "lib.so");
        }
        catch (InvalidDataException error)
        {
            Assert.StartsWith("lib.so: ", error.Message);
        }
    }

    private static void Refused(string sentence, byte[] image) =>
        Assert.Equal(sentence, Assert.Throws<InvalidDataException>(() => SymbolVersions.MakeWeak(image, "lib.so")).Message);

    private static int Flags(int version) => Needs + 16 + 16 * version + 4;

    /// <summary>The parts of an ELF file that name needed versions: header, one list of needs, its texts, two section headers.</summary>
    private static byte[] Library(params string[] versions)
    {
        var image = new byte[Size];
        "\u007fELF"u8.CopyTo(image);
        (image[4], image[5]) = (2, 1);
        Write64(0x28, Sections);
        Write16(0x3A, 0x40);
        Write16(0x3C, 2);

        Write16(Needs, 1);
        Write16(Needs + 2, versions.Length);
        Write32(Needs + 8, 16); // the first version lies behind the need itself
        int text = 1;
        for (int i = 0; i < versions.Length; i++)
        {
            int entry = Needs + 16 + 16 * i;
            Write32(entry + 8, text);
            Write32(entry + 12, 16);
            Encoding.ASCII.GetBytes(versions[i]).CopyTo(image, Strings + text);
            text += versions[i].Length + 1;
        }

        Write32(Sections + 4, 0x6ffffffe); // SHT_GNU_verneed
        Write64(Sections + 0x18, Needs);
        Write32(Sections + 0x28, 1); // its texts are section 1
        Write32(Sections + 0x40 + 4, 3); // SHT_STRTAB
        Write64(Sections + 0x40 + 0x18, Strings);
        return image;

        void Write16(int at, int value) => BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(at), (ushort)value);
        void Write32(int at, long value) => BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(at), (uint)value);
        void Write64(int at, long value) => BinaryPrimitives.WriteInt64LittleEndian(image.AsSpan(at), value);
    }
}
