using System.Runtime.InteropServices;

namespace Tsmc.Benchmarks.Peer;

/// <summary>The numbers of a GGUF tensor, rounded to their type.</summary>
internal static class GgufNumbers
{
    private const int Block = 32;

    public static long Bytes(GgufType type, int[] shape)
    {
        long count = shape.Aggregate(1L, (product, size) => product * size);
        return type switch
        {
            GgufType.F32 => 4 * count,
            GgufType.BF16 => 2 * count,
            _ => count / Block * (2 + Block),
        };
    }

    public static void Write(BinaryWriter writer, GgufType type, float[] numbers)
    {
        switch (type)
        {
            case GgufType.F32:
                writer.Write(MemoryMarshal.AsBytes<float>(numbers));
                break;
            case GgufType.BF16:
                writer.Write(MemoryMarshal.AsBytes<ushort>(Array.ConvertAll(numbers, TopHalf)));
                break;
            default:
                WriteBlocks(writer, numbers);
                break;
        }
    }

    private static void WriteBlocks(BinaryWriter writer, float[] numbers)
    {
        Span<sbyte> block = stackalloc sbyte[Block];
        for (int at = 0; at < numbers.Length; at += Block)
        {
            float scale = numbers.AsSpan(at, Block).ToArray().Max(Math.Abs) / 127;
            for (int i = 0; i < Block; i++)
            {
                block[i] = scale == 0 ? (sbyte)0 : (sbyte)MathF.Round(numbers[at + i] / scale);
            }
            writer.Write((Half)scale);
            writer.Write(MemoryMarshal.AsBytes<sbyte>(block));
        }
    }

    // Nearest, ties to even.
    private static ushort TopHalf(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return (ushort)(bits + 0x7fff + (bits >> 16 & 1) >> 16);
    }
}
