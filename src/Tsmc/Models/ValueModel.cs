using TorchSharp.Modules;
using Tsmc.Torch;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Tsmc.Models;

/// <summary>The value model: the generator's backbone with a scalar head; V_theta = sigmoid(logit) at a step's last token.</summary>
public sealed class ValueModel : IDisposable
{
    internal ValueModel(LlamaConfig config, ScalarType type, Device device)
    {
        Backbone = new LlamaBackbone(config, type, device);
        Head = (Parameter)new Parameter(empty([1, config.HiddenSize], type, device)).DetachFromDisposeScope();
        HeadBias = (Parameter)new Parameter(empty([1], type, device)).DetachFromDisposeScope();
    }

    /// <summary>The decoder under the head.</summary>
    public LlamaBackbone Backbone { get; }

    /// <summary>The model's shape.</summary>
    public LlamaConfig Config => Backbone.Config;

    internal Parameter Head { get; }

    internal Parameter HeadBias { get; }

    /// <summary>All weights, in a fixed order.</summary>
    public IEnumerable<Parameter> Parameters => Backbone.Parameters.Append(Head).Append(HeadBias);

    /// <summary>Value logits from hidden states: [..., hidden] to [...], in fp32.</summary>
    public Tensor Logits(Tensor hidden) => F.linear(Wide(hidden), Wide(Head), Wide(HeadBias)).squeeze(-1);

    /// <summary>
    /// The same as <see cref="Logits"/> for single rows, [batch, hidden] to [batch], each row summed by itself: as a matrix product with one
    /// column its last bits would depend on the batch.
    /// </summary>
    internal Tensor LogitsByRow(Tensor hidden) => (Wide(hidden) * Wide(Head)).sum(-1).Plus(Wide(HeadBias));

    // Eight bits of a bf16 logit would be too few for weights; the head costs nothing.
    private static Tensor Wide(Tensor tensor) => tensor.to(ScalarType.Float32);

    /// <inheritdoc/>
    public void Dispose()
    {
        Backbone.Dispose();
        Head.Dispose();
        HeadBias.Dispose();
    }
}
