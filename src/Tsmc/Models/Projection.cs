using Tsmc.Torch;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Tsmc.Models;

/// <summary>
/// A matrix and, where the architecture has one, its bias. As int8 the matrix is made wide for each product of several rows: slower, and a
/// quarter of fp32's memory but for the one matrix at work.
/// </summary>
internal sealed class Projection
{
    public Projection(long outputs, long inputs, bool bias, bool int8, WeightAllocation allocate)
    {
        Weight = allocate(int8 ? ScalarType.Int8 : null, outputs, inputs);
        Scale = int8 ? allocate(ScalarType.Float32, outputs) : null;
        Bias = bias ? allocate(null, outputs) : null;
    }

    /// <summary>[outputs, inputs]</summary>
    public Parameter Weight { get; }

    /// <summary>What each row of int8 numbers is multiplied with, [outputs]; null for floating-point numbers.</summary>
    public Parameter? Scale { get; }

    /// <summary>[outputs], or null.</summary>
    public Parameter? Bias { get; }

    /// <summary>Weight, then scale, then bias.</summary>
    public IEnumerable<Parameter> Parameters => new[] { Weight, Scale, Bias }.OfType<Parameter>();

    /// <summary>Maps [..., inputs] to [..., outputs].</summary>
    public Tensor Apply(Tensor x)
    {
        if (RowProduct.Takes(x, Weight))
        {
            Tensor row = RowProduct.Of(x, Weight);
            row = Scale is null ? row : row * Scale;
            return (Bias is null ? row : row.Plus(Bias)).to(x.dtype);
        }
        if (Scale is null)
        {
            return F.linear(x, Weight, Bias);
        }
        Tensor product = (F.linear(x, WideWeights.Of(Weight, x.dtype)) * Scale).to(x.dtype); // the scale goes to the outputs: one product a channel
        return Bias is null ? product : product.Plus(Bias);
    }
}
