using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Tsmc.Models;

/// <summary>A matrix and, where the architecture has one, its bias.</summary>
internal sealed class Projection(long outputs, long inputs, bool bias, Func<long[], Parameter> allocate)
{
    /// <summary>[outputs, inputs]</summary>
    public Parameter Weight { get; } = allocate([outputs, inputs]);

    /// <summary>[outputs], or null.</summary>
    public Parameter? Bias { get; } = bias ? allocate([outputs]) : null;

    /// <summary>Weight, then bias.</summary>
    public IEnumerable<Parameter> Parameters => Bias is null ? [Weight] : [Weight, Bias];

    /// <summary>Maps [..., inputs] to [..., outputs].</summary>
    public Tensor Apply(Tensor x) => F.linear(x, Weight, Bias);
}
