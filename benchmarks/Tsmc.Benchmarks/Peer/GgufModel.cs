using System.Text.Json.Nodes;
using Tsmc.Models;
using static TorchSharp.torch;
using Generator = Tsmc.Models.Generator;

namespace Tsmc.Benchmarks.Peer;

/// <summary>
/// A Hugging Face model as llama.cpp wants it: its own names; for Llama and Mistral, which are one architecture to it, queries and keys in
/// the interleaved rotary convention; Llama-3's scaling as a divisor of each frequency. Made from the words of <c>config.json</c>, without the
/// library's reading of them.
/// </summary>
internal static class GgufModel
{
    private static readonly (string Theirs, string Ours)[] Names =
    [
        ("model.embed_tokens", "token_embd"), ("model.norm", "output_norm"), ("lm_head", "output"), ("model.layers.", "blk."),
        ("input_layernorm", "attn_norm"), ("self_attn.q_proj", "attn_q"), ("self_attn.k_proj", "attn_k"), ("self_attn.v_proj", "attn_v"),
        ("self_attn.o_proj", "attn_output"), ("self_attn.q_norm", "attn_q_norm"), ("self_attn.k_norm", "attn_k_norm"),
        ("post_attention_layernorm", "ffn_norm"), ("mlp.gate_proj", "ffn_gate"), ("mlp.up_proj", "ffn_up"), ("mlp.down_proj", "ffn_down"),
    ];

    /// <summary>Writes the model of a Hugging Face folder, which has been loaded as fp32 numbers.</summary>
    public static void Write(string path, string folder, Generator generator, GgufType type = GgufType.F32)
    {
        JsonObject config = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "config.json")))!.AsObject();
        Write(path, config, NamedWeights.OfGenerator(generator.Config).Select(weight =>
            (weight.Name, Array.ConvertAll(weight.Shape, size => (int)size), (Func<float[]>)(() => Numbers(weight.View(generator))))), type);
    }

    /// <summary>Writes a model; its matrices in a number type, its vectors in fp32.</summary>
    public static void Write(string path, JsonObject config, IEnumerable<(string Name, int[] Shape, Func<float[]> Numbers)> weights, GgufType type = GgufType.F32)
    {
        string family = config["architectures"]![0]!.GetValue<string>();
        string architecture = family switch { "Qwen2ForCausalLM" => "qwen2", "Qwen3ForCausalLM" => "qwen3", _ => "llama" };
        (int heads, int keys) = (Whole("num_attention_heads"), Whole("num_key_value_heads"));
        int size = (int?)config["head_dim"] ?? Whole("hidden_size") / heads;
        var rotary = (config["rope_parameters"] ?? config["rope_scaling"]) as JsonObject;
        double theta = (double?)rotary?["rope_theta"] ?? (double)config["rope_theta"]!;
        string scaling = (string?)(rotary?["rope_type"] ?? rotary?["type"]) ?? "default";

        var file = new GgufFile();
        file.Add("general.architecture", architecture);
        file.Add($"{architecture}.vocab_size", Whole("vocab_size"));
        file.Add($"{architecture}.context_length", Whole("max_position_embeddings"));
        file.Add($"{architecture}.embedding_length", Whole("hidden_size"));
        file.Add($"{architecture}.block_count", Whole("num_hidden_layers"));
        file.Add($"{architecture}.feed_forward_length", Whole("intermediate_size"));
        file.Add($"{architecture}.attention.head_count", heads);
        file.Add($"{architecture}.attention.head_count_kv", keys);
        file.Add($"{architecture}.attention.key_length", size);
        file.Add($"{architecture}.attention.value_length", size);
        file.Add($"{architecture}.attention.layer_norm_rms_epsilon", (double)config["rms_norm_eps"]!);
        file.Add($"{architecture}.rope.dimension_count", size);
        file.Add($"{architecture}.rope.freq_base", theta);
        if (scaling == "linear")
        {
            file.Add($"{architecture}.rope.scaling.type", "linear");
            file.Add($"{architecture}.rope.scaling.factor", (double)rotary!["factor"]!);
        }
        file.Add("tokenizer.ggml.model", "no_vocab");
        if (scaling == "llama3")
        {
            file.Add("rope_freqs.weight", [size / 2], GgufType.F32, () => Divisors(rotary!, theta, size));
        }
        foreach ((string name, int[] shape, Func<float[]> numbers) in weights)
        {
            int turned = architecture != "llama" ? 0 : name.Contains("q_proj", StringComparison.Ordinal) ? heads : name.Contains("k_proj", StringComparison.Ordinal) ? keys : 0;
            file.Add(
                Names.Aggregate(name, (text, pair) => text.Replace(pair.Theirs, pair.Ours, StringComparison.Ordinal)), shape,
                shape.Length == 1 ? GgufType.F32 : type, turned == 0 ? numbers : () => Interleaved(numbers(), turned, size));
        }
        file.Write(path);

        int Whole(string field) => config[field]!.GetValue<int>();
    }

    private static float[] Numbers(Tensor weight)
    {
        using var scope = NewDisposeScope();
        return weight.detach().contiguous().data<float>().ToArray();
    }

    /// <summary>Rows i and i + D/2 of each head of D rows become its rows 2i and 2i + 1.</summary>
    private static float[] Interleaved(float[] numbers, int heads, int size)
    {
        int width = numbers.Length / (heads * size); // 1 for a bias
        var turned = new float[numbers.Length];
        for (int row = 0; row < heads * size; row++)
        {
            int at = row % size;
            int from = row - at + at / 2 + at % 2 * (size / 2);
            numbers.AsSpan(from * width, width).CopyTo(turned.AsSpan(row * width, width));
        }
        return turned;
    }

    /// <summary>By what each frequency is divided, from the definition of the type llama3.</summary>
    private static float[] Divisors(JsonObject rotary, double theta, int size)
    {
        double factor = (double)rotary["factor"]!, low = (double)rotary["low_freq_factor"]!, high = (double)rotary["high_freq_factor"]!;
        double context = (double)rotary["original_max_position_embeddings"]!;
        return [.. Enumerable.Range(0, size / 2).Select(i =>
        {
            double wavelength = 2 * Math.PI * Math.Pow(theta, 2.0 * i / size);
            if (wavelength < context / high)
            {
                return 1;
            }
            if (wavelength > context / low)
            {
                return (float)factor;
            }
            double smooth = (context / wavelength - low) / (high - low);
            return (float)(1 / ((1 - smooth) / factor + smooth));
        })];
    }
}
