using System.Runtime.Intrinsics;
using TorchSharp;
using Tsmc.Torch;
using static TorchSharp.torch;

namespace Tsmc.Models;

/// <summary>
/// int8 weights made wide for a product of several rows, in memory that each thread keeps: libtorch's own conversion asks the system for
/// fresh pages at every product, which takes longer than the product.
/// </summary>
internal static class WideWeights
{
    private const int Lanes = 16;
    private const int WeightsAThread = 1 << 19;

    [ThreadStatic]
    private static Tensor? _kept;

    /// <summary>The numbers of an int8 matrix as another type, exactly; good until this thread asks again.</summary>
    /// <param name="weight">[outputs, inputs], int8.</param>
    /// <param name="type">A floating-point type; each holds every int8 number.</param>
    public static Tensor Of(Tensor weight, ScalarType type)
    {
        if (is_grad_enabled())
        {
            return weight.to(type); // the backward pass reads it later
        }
        Tensor wide = Kept(weight.numel(), type, weight.device).narrow(0, 0, weight.numel()).view(weight.shape);
        if (weight.device_type != DeviceType.CPU || type is not (ScalarType.Float32 or ScalarType.BFloat16) || weight.numel() > int.MaxValue / sizeof(float))
        {
            return wide.copy_(weight);
        }
        Fill(weight, wide, type == ScalarType.BFloat16);
        return wide;
    }

    private static Tensor Kept(long count, ScalarType type, Device device)
    {
        if (_kept is null || _kept.dtype != type || _kept.numel() < count || _kept.device_type != device.type || _kept.device_index != device.index)
        {
            _kept?.Dispose();
            _kept = empty(count, type, device).DetachFromDisposeScope();
        }
        return _kept;
    }

    private static unsafe void Fill(Tensor weight, Tensor wide, bool bfloat16)
    {
        fixed (byte* from = weight.bytes, to = wide.bytes)
        {
            (nint source, nint target) = ((nint)from, (nint)to);
            IntraOp.Ranges((int)weight.numel(), WeightsAThread, (first, end) =>
            {
                if (bfloat16)
                {
                    ToBFloat16((byte*)source, (ushort*)target, first, end);
                }
                else
                {
                    ToFloat((byte*)source, (float*)target, first, end);
                }
            });
        }
    }

    private static unsafe void ToFloat(byte* from, float* to, int at, int end)
    {
        for (; at + Lanes <= end; at += Lanes)
        {
            Int8Weight.Load(from, at).Store(to + at);
        }
        for (; at < end; at++)
        {
            to[at] = Int8Weight.Get(from, at);
        }
    }

    // bf16 is the upper half of a float, and the lower half of an int8 number's float is zero.
    private static unsafe void ToBFloat16(byte* from, ushort* to, int at, int end)
    {
        for (; at + 2 * Lanes <= end; at += 2 * Lanes)
        {
            Vector512.Narrow(Int8Weight.Load(from, at).AsUInt32() >> 16, Int8Weight.Load(from, at + Lanes).AsUInt32() >> 16).Store(to + at);
        }
        for (; at < end; at++)
        {
            to[at] = (ushort)(BitConverter.SingleToUInt32Bits(Int8Weight.Get(from, at)) >> 16);
        }
    }
}
