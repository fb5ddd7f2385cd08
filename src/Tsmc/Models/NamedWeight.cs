using static TorchSharp.torch;

namespace Tsmc.Models;

/// <summary>A weight under Hugging Face's name.</summary>
/// <param name="Name">The name, such as <c>model.layers.0.self_attn.q_proj.weight</c>.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="View">The weight as a view of the model's own tensors: writing it writes the model.</param>
/// <param name="Kind">In which numbers it is kept.</param>
internal sealed record NamedWeight<TModel>(string Name, long[] Shape, Func<TModel, Tensor> View, WeightKind Kind = WeightKind.Float)
{
    /// <summary>Its number type in memory and in files.</summary>
    /// <param name="floats">The model's floating-point type.</param>
    public ScalarType Type(ScalarType floats) => Kind switch
    {
        WeightKind.Int8 => ScalarType.Int8,
        WeightKind.Int8Scale => ScalarType.Float32,
        _ => floats,
    };
}
