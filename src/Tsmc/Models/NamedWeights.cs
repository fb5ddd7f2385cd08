namespace Tsmc.Models;

/// <summary>
/// The weights under Hugging Face's names. The lists follow from a config alone and are made as they are read: a file can be held to them
/// before any memory is taken.
/// </summary>
internal static class NamedWeights
{
    /// <summary>The language-model head, where it is not the embedding.</summary>
    public const string HeadName = "lm_head.weight";

    /// <summary>What the scales of an int8 matrix add to its name.</summary>
    public const string ScaleSuffix = "_scale";

    /// <summary>Backbone and, unless tied, the language-model head.</summary>
    public static IEnumerable<NamedWeight<Generator>> OfGenerator(LlamaConfig config)
    {
        foreach (NamedWeight<LlamaBackbone> weight in OfBackbone(config))
        {
            yield return new(weight.Name, weight.Shape, generator => weight.View(generator.Backbone), weight.Kind);
        }
        if (!config.TieWordEmbeddings)
        {
            yield return new(HeadName, [config.VocabularySize, config.HiddenSize], generator => generator.Head);
        }
    }

    /// <summary>A value model's backbone.</summary>
    public static IEnumerable<NamedWeight<ValueModel>> OfValueModel(LlamaConfig config) =>
        OfBackbone(config).Select(weight => new NamedWeight<ValueModel>(weight.Name, weight.Shape, model => weight.View(model.Backbone), weight.Kind));

    /// <summary>A value model's head.</summary>
    public static IEnumerable<NamedWeight<ValueModel>> OfValueHead(LlamaConfig config) =>
        [new("value_head.weight", [1, config.HiddenSize], model => model.Head), new("value_head.bias", [1], model => model.HeadBias)];

    /// <summary>Whether a tensor may stand in a file without being read: nothing that the result depends on.</summary>
    public static bool IsNotNeeded(string name, LlamaConfig config, bool valueModel) =>
        name.EndsWith(".rotary_emb.inv_freq", StringComparison.Ordinal) // older files carry the frequencies, which the config gives
        || name == HeadName && (valueModel || config.TieWordEmbeddings);

    private static IEnumerable<NamedWeight<LlamaBackbone>> OfBackbone(LlamaConfig config)
    {
        yield return new("model.embed_tokens.weight", [config.VocabularySize, config.HiddenSize], backbone => backbone.Embedding);
        for (int i = 0; i < config.Layers; i++)
        {
            int index = i;
            foreach (NamedWeight<LlamaLayer> weight in OfLayer(config))
            {
                yield return new($"model.layers.{index}.{weight.Name}", weight.Shape, backbone => weight.View(backbone.Layers[index]), weight.Kind);
            }
        }
        yield return new("model.norm.weight", [config.HiddenSize], backbone => backbone.Norm);
    }

    private static IEnumerable<NamedWeight<LlamaLayer>> OfLayer(LlamaConfig config)
    {
        (long width, long inner) = (config.HiddenSize, config.IntermediateSize);
        long queries = (long)config.Heads * config.HeadSize;
        long keys = (long)config.KeyValueHeads * config.HeadSize;
        return
        [
            new("input_layernorm.weight", [width], layer => layer.InputNorm),
            .. Of(config, "self_attn.q_proj", queries, width, config.QkvBias, layer => layer.Qkv, 0),
            .. Of(config, "self_attn.k_proj", keys, width, config.QkvBias, layer => layer.Qkv, queries),
            .. Of(config, "self_attn.v_proj", keys, width, config.QkvBias, layer => layer.Qkv, queries + keys),
            .. OfHeadNorms(config),
            .. Of(config, "self_attn.o_proj", width, queries, config.OutputBias, layer => layer.Output, 0),
            new("post_attention_layernorm.weight", [width], layer => layer.PostAttentionNorm),
            .. Of(config, "mlp.gate_proj", inner, width, config.MlpBias, layer => layer.GateUp, 0),
            .. Of(config, "mlp.up_proj", inner, width, config.MlpBias, layer => layer.GateUp, inner),
            .. Of(config, "mlp.down_proj", width, inner, config.MlpBias, layer => layer.Down, 0),
        ];
    }

    /// <summary>A projection that lies in rows <paramref name="first"/> and on of one of the model's matrices.</summary>
    private static IEnumerable<NamedWeight<LlamaLayer>> Of(
        LlamaConfig config, string name, long outputs, long inputs, bool bias, Func<LlamaLayer, Projection> of, long first)
    {
        WeightKind kind = config.Int8Weights ? WeightKind.Int8 : WeightKind.Float;
        yield return new($"{name}.weight", [outputs, inputs], layer => of(layer).Weight.narrow(0, first, outputs), kind);
        if (config.Int8Weights)
        {
            yield return new($"{name}.weight{ScaleSuffix}", [outputs], layer => of(layer).Scale!.narrow(0, first, outputs), WeightKind.Int8Scale);
        }
        if (bias)
        {
            yield return new($"{name}.bias", [outputs], layer => of(layer).Bias!.narrow(0, first, outputs));
        }
    }

    private static IEnumerable<NamedWeight<LlamaLayer>> OfHeadNorms(LlamaConfig config) => config.QueryKeyNorm
        ? [
            new("self_attn.q_norm.weight", [config.HeadSize], layer => layer.QueryNorm!),
            new("self_attn.k_norm.weight", [config.HeadSize], layer => layer.KeyNorm!),
        ]
        : [];
}
