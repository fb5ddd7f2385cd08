using System.Runtime.Intrinsics;

namespace Tsmc.Models;

/// <summary>Sixteen weights at a time, as they are stored, widened in a register.</summary>
internal unsafe interface IStoredWeight
{
    static abstract Vector512<float> Load(byte* row, int at);

    static abstract float Get(byte* row, int at);
}

/// <inheritdoc/>
internal readonly unsafe struct Float32Weight : IStoredWeight
{
    public static Vector512<float> Load(byte* row, int at) => Vector512.Load((float*)row + at);

    public static float Get(byte* row, int at) => ((float*)row)[at];
}

/// <summary>The upper half of a float.</summary>
internal readonly unsafe struct BFloat16Weight : IStoredWeight
{
    public static Vector512<float> Load(byte* row, int at) =>
        (Vector512.WidenLower(Vector256.Load((ushort*)row + at).ToVector512Unsafe()) << 16).AsSingle();

    public static float Get(byte* row, int at) => BitConverter.UInt32BitsToSingle((uint)((ushort*)row)[at] << 16);
}

/// <inheritdoc/>
internal readonly unsafe struct Int8Weight : IStoredWeight
{
    public static Vector512<float> Load(byte* row, int at) => Vector512.ConvertToSingle(
        Vector512.WidenLower(Vector256.WidenLower(Vector128.Load((sbyte*)row + at).ToVector256Unsafe()).ToVector512Unsafe()));

    public static float Get(byte* row, int at) => ((sbyte*)row)[at];
}
