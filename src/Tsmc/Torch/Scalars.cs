using System.Collections.Concurrent;
using TorchSharp;
using static TorchSharp.torch;

namespace Tsmc.Torch;

/// <summary>
/// Numbers for tensor operations, kept for good. TorchSharp turns a number into an object that is freed when it is collected, and nothing
/// keeps it from being collected while the operation still reads it: under constant collections some hundred of a million additions failed.
/// Even the sum of two tensors makes such an object, its factor 1. What runs in every token step takes its numbers from here.
/// </summary>
internal static class Scalars
{
    private static readonly ConcurrentDictionary<long, Scalar> Whole = new();
    private static readonly ConcurrentDictionary<double, Scalar> Fractions = new();

    /// <summary>The whole number 1.</summary>
    public static Scalar One { get; } = Of(1);

    private static Scalar MinusOne { get; } = Of(-1);

    /// <summary>A whole number.</summary>
    public static Scalar Of(long number) => Whole.GetOrAdd(number, value => value.ToScalar());

    /// <summary>A number.</summary>
    public static Scalar Of(double number) => Fractions.GetOrAdd(number, value => value.ToScalar());

    /// <summary>a + b.</summary>
    public static Tensor Plus(this Tensor a, Tensor b) => a.add(b, One);

    /// <summary>a - b.</summary>
    public static Tensor Minus(this Tensor a, Tensor b) => a.add(b, MinusOne);

    /// <summary>0, 1, .. count - 1.</summary>
    public static Tensor CountTo(long count, Device device) => arange(Of(0), Of(count), One, ScalarType.Int64, device);
}
