using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;

namespace Tsmc.Tests.Models;

/// <summary>
/// Random weights for a configuration, named and shaped by the definitions of the families and written byte by byte: nothing of the library
/// is used.
/// </summary>
internal sealed class HandMadeCheckpoint
{
    private readonly Random _random;

    public HandMadeCheckpoint(JsonObject config, int seed)
    {
        (Config, _random) = (config, new Random(seed));
        string family = config["architectures"]![0]!.GetValue<string>();
        int width = Whole("hidden_size"), inner = Whole("intermediate_size"), heads = Whole("num_attention_heads"), keys = Whole("num_key_value_heads");
        int size = config["head_dim"] is { } given ? given.GetValue<int>() : width / heads;
        bool attentionBias = Flag("attention_bias"), qkvBias = attentionBias || family == "Qwen2ForCausalLM";
        Add("model.embed_tokens.weight", 1, Whole("vocab_size"), width);
        for (int layer = 0; layer < Whole("num_hidden_layers"); layer++)
        {
            string at = $"model.layers.{layer}.";
            Norm(at + "input_layernorm.weight", width);
            Linear(at + "self_attn.q_proj", heads * size, width, qkvBias);
            Linear(at + "self_attn.k_proj", keys * size, width, qkvBias);
            Linear(at + "self_attn.v_proj", keys * size, width, qkvBias);
            Linear(at + "self_attn.o_proj", width, heads * size, attentionBias);
            if (family == "Qwen3ForCausalLM")
            {
                Norm(at + "self_attn.q_norm.weight", size);
                Norm(at + "self_attn.k_norm.weight", size);
            }
            Norm(at + "post_attention_layernorm.weight", width);
            Linear(at + "mlp.gate_proj", inner, width, Flag("mlp_bias"));
            Linear(at + "mlp.up_proj", inner, width, Flag("mlp_bias"));
            Linear(at + "mlp.down_proj", width, inner, Flag("mlp_bias"));
        }
        Norm("model.norm.weight", width);
        if (!Flag("tie_word_embeddings"))
        {
            Add("lm_head.weight", 0.6, Whole("vocab_size"), width);
        }
    }

    public JsonObject Config { get; }

    public Dictionary<string, (int[] Shape, float[] Values)> Weights { get; } = [];

    /// <summary>Writes <c>config.json</c> and the weights, as F32 or BF16, in one file or, above one shard, in several with an index.</summary>
    public void Write(string folder, bool bf16 = false, int shards = 1)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "config.json"), Config.ToJsonString());
        string[] names = [.. Weights.Keys];
        if (shards == 1)
        {
            File.WriteAllBytes(Path.Combine(folder, "model.safetensors"), Safetensors(names, bf16));
            return;
        }
        var map = new JsonObject();
        for (int shard = 0; shard < shards; shard++)
        {
            string file = $"model-{shard + 1:D5}-of-{shards:D5}.safetensors";
            string[] mine = [.. names.Where((_, i) => i % shards == shard)];
            File.WriteAllBytes(Path.Combine(folder, file), Safetensors(mine, bf16));
            foreach (string name in mine)
            {
                map[name] = file;
            }
        }
        File.WriteAllText(Path.Combine(folder, "model.safetensors.index.json"), new JsonObject { ["metadata"] = new JsonObject(), ["weight_map"] = map }.ToJsonString());
    }

    /// <summary>A safetensors file of some of the weights.</summary>
    public byte[] Safetensors(IEnumerable<string> names, bool bf16)
    {
        var header = new JsonObject { ["__metadata__"] = new JsonObject { ["format"] = "pt" } };
        var data = new MemoryStream();
        foreach (string name in names)
        {
            (int[] shape, float[] values) = Weights[name];
            long begin = data.Length;
            data.Write(bf16 ? MemoryMarshal.AsBytes<ushort>(values.Select(TopHalf).ToArray()) : MemoryMarshal.AsBytes<float>(values));
            header[name] = new JsonObject
            {
                ["dtype"] = bf16 ? "BF16" : "F32",
                ["shape"] = new JsonArray([.. shape.Select(size => JsonValue.Create(size))]),
                ["data_offsets"] = new JsonArray(begin, data.Length),
            };
        }
        return Joined(header.ToJsonString(), data.ToArray());
    }

    /// <summary>Header and data as the format joins them.</summary>
    public static byte[] Joined(string header, byte[] data)
    {
        byte[] json = Encoding.UTF8.GetBytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        return [.. length, .. json, .. data];
    }

    /// <summary>The same weights rounded to bfloat16.</summary>
    public void RoundToBf16()
    {
        foreach ((_, float[] values) in Weights.Values)
        {
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = BitConverter.UInt32BitsToSingle((uint)TopHalf(values[i]) << 16);
            }
        }
    }

    // Nearest, ties to even: what every conversion to bfloat16 does.
    private static ushort TopHalf(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return (ushort)(bits + 0x7fff + (bits >> 16 & 1) >> 16);
    }

    private int Whole(string name) => Config[name]!.GetValue<int>();

    private bool Flag(string name) => Config[name]?.GetValue<bool>() ?? false;

    private void Linear(string name, int outputs, int inputs, bool bias)
    {
        Add(name + ".weight", 1.5 / Math.Sqrt(inputs), outputs, inputs);
        if (bias)
        {
            Add(name + ".bias", 0.5, outputs);
        }
    }

    private void Norm(string name, int size)
    {
        Add(name, 0.3, size);
        float[] values = Weights[name].Values;
        for (int i = 0; i < size; i++)
        {
            values[i] += 1;
        }
    }

    private void Add(string name, double deviation, params int[] shape) => Weights[name] = (shape,
        [.. Enumerable.Range(0, shape.Aggregate((a, b) => a * b)).Select(_ => (float)(deviation * (2 * _random.NextDouble() - 1) * Math.Sqrt(3)))]);
}
