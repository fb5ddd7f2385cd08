using System.Runtime.Intrinsics;
using Tsmc.Torch;
using static TorchSharp.torch;

namespace Tsmc.Models;

/// <summary>
/// One row times a matrix on the CPU, which is what decoding a single text consists of. It is bound by reading the weights, and libtorch's
/// product reads fp32 at half of the memory's speed, bf16 at a third, and int8 only after it has been written out wide. Here each weight is
/// read once and widened in a register.
/// </summary>
/// <remarks>
/// Only for a single row: rows that are decoded together promise bits that do not depend on their number, and libtorch's products give them
/// from four rows on (<see cref="AttentionPlan.RowMultiple"/>).
/// </remarks>
internal static class RowProduct
{
    private const int Lanes = 16;
    private const int Streams = 4; // the memory answers four readers at a third more bytes a second than one
    private const long LeastBytes = 1 << 18; // below it the caches hold the matrix, and a call is what counts
    private const long BytesAThread = 1 << 19;

    /// <summary>Whether this is a product that <see cref="Of"/> computes.</summary>
    public static bool Takes(Tensor x, Tensor weight) =>
        !is_grad_enabled() && x.numel() == weight.shape[1] && weight.device_type == TorchSharp.DeviceType.CPU && Vector256.IsHardwareAccelerated
        && weight.dtype is ScalarType.Float32 or ScalarType.BFloat16 or ScalarType.Int8
        && weight.numel() * weight.element_size() is >= LeastBytes and <= int.MaxValue;

    /// <summary>x [..., inputs], a single row, times weight [outputs, inputs] transposed: [..., outputs], fp32.</summary>
    public static Tensor Of(Tensor x, Tensor weight) => weight.dtype switch
    {
        ScalarType.Float32 => Of<Float32Weight>(x, weight),
        ScalarType.BFloat16 => Of<BFloat16Weight>(x, weight),
        _ => Of<Int8Weight>(x, weight),
    };

    private static unsafe Tensor Of<TStored>(Tensor x, Tensor weight)
        where TStored : IStoredWeight
    {
        using var scope = NewDisposeScope();
        (int outputs, int inputs) = ((int)weight.shape[0], (int)weight.shape[1]);
        Tensor product = empty([.. x.shape[..^1], outputs], ScalarType.Float32);
        Tensor wide = x.to(ScalarType.Float32).contiguous();
        long row = inputs * weight.element_size();
        fixed (byte* weights = weight.bytes, from = wide.bytes, to = product.bytes)
        {
            (nint w, nint v, nint y) = ((nint)weights, (nint)from, (nint)to);
            IntraOp.Ranges(outputs, (int)Math.Max(1, BytesAThread / row), (first, end) =>
                Rows<TStored>((byte*)w + first * row, row, (float*)v, (float*)y + first, end - first, inputs));
        }
        return product.MoveToOuterDisposeScope();
    }

    /// <summary>Four rows at a time, each from another quarter of them; where they do not divide, the last row is computed again.</summary>
    private static unsafe void Rows<TStored>(byte* weights, long row, float* x, float* y, int rows, int length)
        where TStored : IStoredWeight
    {
        int quarter = (rows + Streams - 1) / Streams;
        for (int i = 0; i < quarter; i++)
        {
            (int a, int b, int c, int d) = (i, Math.Min(i + quarter, rows - 1), Math.Min(i + 2 * quarter, rows - 1), Math.Min(i + 3 * quarter, rows - 1));
            byte* ofA = weights + a * row, ofB = weights + b * row, ofC = weights + c * row, ofD = weights + d * row;
            Vector512<float> sumA = default, sumB = default, sumC = default, sumD = default;
            int at = 0;
            for (; at + Lanes <= length; at += Lanes)
            {
                Vector512<float> value = Vector512.Load(x + at);
                sumA = Vector512.FusedMultiplyAdd(TStored.Load(ofA, at), value, sumA);
                sumB = Vector512.FusedMultiplyAdd(TStored.Load(ofB, at), value, sumB);
                sumC = Vector512.FusedMultiplyAdd(TStored.Load(ofC, at), value, sumC);
                sumD = Vector512.FusedMultiplyAdd(TStored.Load(ofD, at), value, sumD);
            }
            y[a] = Vector512.Sum(sumA) + Rest<TStored>(ofA, x, at, length);
            y[b] = Vector512.Sum(sumB) + Rest<TStored>(ofB, x, at, length);
            y[c] = Vector512.Sum(sumC) + Rest<TStored>(ofC, x, at, length);
            y[d] = Vector512.Sum(sumD) + Rest<TStored>(ofD, x, at, length);
        }
    }

    /// <summary>What is left of a row behind its last whole vector.</summary>
    private static unsafe float Rest<TStored>(byte* row, float* x, int from, int length)
        where TStored : IStoredWeight
    {
        float sum = 0;
        for (int at = from; at < length; at++)
        {
            sum = MathF.FusedMultiplyAdd(TStored.Get(row, at), x[at], sum);
        }
        return sum;
    }
}
