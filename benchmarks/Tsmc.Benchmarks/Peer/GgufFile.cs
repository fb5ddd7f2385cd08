using System.Text;

namespace Tsmc.Benchmarks.Peer;

/// <summary>
/// GGUF, the file that llama.cpp reads, version 3: magic and counts, then names with typed values, then tensors' names, shapes (innermost
/// size first), types and offsets, then their data, each piece at a multiple of 32 bytes.
/// </summary>
internal sealed class GgufFile
{
    private const int Alignment = 32;
    private const uint UInt32 = 4;
    private const uint Float32 = 6;
    private const uint Text = 8;

    private readonly List<(string Name, uint Type, object Value)> _values = [];
    private readonly List<(string Name, int[] Shape, GgufType Type, Func<float[]> Numbers)> _tensors = [];

    public void Add(string name, string value) => _values.Add((name, Text, value));

    public void Add(string name, int value) => _values.Add((name, UInt32, (uint)value));

    public void Add(string name, double value) => _values.Add((name, Float32, (float)value));

    /// <summary>A tensor, outermost size first, whose numbers are asked for when they are written.</summary>
    public void Add(string name, int[] shape, GgufType type, Func<float[]> numbers) => _tensors.Add((name, shape, type, numbers));

    public void Write(string path)
    {
        using var writer = new BinaryWriter(File.Create(path), Encoding.UTF8);
        writer.Write("GGUF"u8);
        writer.Write(3u);
        writer.Write((ulong)_tensors.Count);
        writer.Write((ulong)_values.Count);
        foreach ((string name, uint type, object value) in _values)
        {
            Write(writer, name);
            writer.Write(type);
            switch (value)
            {
                case string text:
                    Write(writer, text);
                    break;
                case uint whole:
                    writer.Write(whole);
                    break;
                case float number:
                    writer.Write(number);
                    break;
            }
        }
        long offset = 0;
        foreach ((string name, int[] shape, GgufType type, _) in _tensors)
        {
            Write(writer, name);
            writer.Write((uint)shape.Length);
            foreach (int size in shape.Reverse())
            {
                writer.Write((ulong)size);
            }
            writer.Write((uint)type);
            writer.Write((ulong)offset);
            offset = Aligned(offset + GgufNumbers.Bytes(type, shape));
        }
        foreach ((_, _, GgufType type, Func<float[]> numbers) in _tensors)
        {
            Pad(writer);
            GgufNumbers.Write(writer, type, numbers());
        }
        Pad(writer);
    }

    private static void Write(BinaryWriter writer, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }

    private static void Pad(BinaryWriter writer)
    {
        writer.Flush();
        writer.Write(new byte[Aligned(writer.BaseStream.Position) - writer.BaseStream.Position]);
    }

    private static long Aligned(long position) => (position + Alignment - 1) / Alignment * Alignment;
}
