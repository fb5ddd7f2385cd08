using static TorchSharp.torch;

namespace Tsmc.Models;

/// <summary>The weights under Hugging Face's names, as views: writing a view writes the model.</summary>
internal static class NamedWeights
{
    /// <summary>Backbone and, unless tied, the language-model head.</summary>
    public static IReadOnlyDictionary<string, Tensor> Of(Generator generator)
    {
        Dictionary<string, Tensor> weights = OfBackbone(generator.Backbone);
        if (!generator.Config.TieWordEmbeddings)
        {
            weights["lm_head.weight"] = generator.Head;
        }
        return weights;
    }

    /// <summary>The backbone alone.</summary>
    public static IReadOnlyDictionary<string, Tensor> Of(LlamaBackbone backbone) => OfBackbone(backbone);

    /// <summary>A value model's head.</summary>
    public static IReadOnlyDictionary<string, Tensor> HeadOf(ValueModel model) =>
        new Dictionary<string, Tensor> { ["value_head.weight"] = model.Head, ["value_head.bias"] = model.HeadBias };

    private static Dictionary<string, Tensor> OfBackbone(LlamaBackbone backbone)
    {
        LlamaConfig config = backbone.Config;
        var weights = new Dictionary<string, Tensor> { ["model.embed_tokens.weight"] = backbone.Embedding };
        (string Name, long Rows)[] projections =
        [
            ("q_proj", (long)config.Heads * config.HeadSize),
            ("k_proj", (long)config.KeyValueHeads * config.HeadSize),
            ("v_proj", (long)config.KeyValueHeads * config.HeadSize),
        ];
        foreach ((LlamaLayer layer, int index) in backbone.Layers.Select((layer, index) => (layer, index)))
        {
            string prefix = $"model.layers.{index}.";
            weights[prefix + "input_layernorm.weight"] = layer.InputNorm;
            long row = 0;
            foreach ((string name, long rows) in projections)
            {
                weights[$"{prefix}self_attn.{name}.weight"] = layer.Qkv.narrow(0, row, rows);
                if (layer.QkvBias is { } bias)
                {
                    weights[$"{prefix}self_attn.{name}.bias"] = bias.narrow(0, row, rows);
                }
                row += rows;
            }
            weights[prefix + "self_attn.o_proj.weight"] = layer.Output;
            weights[prefix + "post_attention_layernorm.weight"] = layer.PostAttentionNorm;
            weights[prefix + "mlp.gate_proj.weight"] = layer.GateUp.narrow(0, 0, config.IntermediateSize);
            weights[prefix + "mlp.up_proj.weight"] = layer.GateUp.narrow(0, config.IntermediateSize, config.IntermediateSize);
            weights[prefix + "mlp.down_proj.weight"] = layer.Down;
        }
        weights["model.norm.weight"] = backbone.Norm;
        return weights;
    }
}
