using System.Text.Json.Nodes;

namespace Tsmc.Tests.Models;

/// <summary>Configurations of every family and switch, small, as transformers would write them.</summary>
internal static class FamilyConfigs
{
    private const string Small = """
        {"hidden_size": 24, "intermediate_size": 40, "num_hidden_layers": 2, "num_attention_heads": 4, "num_key_value_heads": 2, "vocab_size": 37,
         "max_position_embeddings": 128, "rms_norm_eps": 1e-5, "rope_theta": 10000.0, "hidden_act": "silu", "bos_token_id": 1, "eos_token_id": 2,
         "torch_dtype": "float32", "use_cache": true, "initializer_range": 0.02, "transformers_version": "4.57.1"}
        """;

    private const string Llama3 = """{"rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0, "original_max_position_embeddings": 24}""";

    private static readonly Dictionary<string, string> Differences = new()
    {
        ["llama"] = """{"architectures": ["LlamaForCausalLM"], "model_type": "llama", "pretraining_tp": 1, "attention_bias": false, "mlp_bias": false}""",
        ["llama, one key a query"] = """{"architectures": ["LlamaForCausalLM"], "num_key_value_heads": 4, "rope_scaling": null}""",
        ["llama, one key for all"] = """{"architectures": ["LlamaForCausalLM"], "num_key_value_heads": 1, "tie_word_embeddings": true}""",
        ["llama, head_dim apart"] = """{"architectures": ["LlamaForCausalLM"], "head_dim": 10, "tie_word_embeddings": false}""",
        ["llama, all biases"] = """{"architectures": ["LlamaForCausalLM"], "attention_bias": true, "mlp_bias": true, "head_dim": 8}""",
        ["llama, mlp biases"] = """{"architectures": ["LlamaForCausalLM"], "mlp_bias": true, "tie_word_embeddings": true}""",
        ["llama, linear"] = """{"architectures": ["LlamaForCausalLM"], "rope_scaling": {"type": "linear", "factor": 4.0}, "rope_theta": 500.0}""",
        ["llama, linear, newer file"] = """{"architectures": ["LlamaForCausalLM"], "rope_theta": null, "rope_parameters": {"rope_type": "linear", "factor": 2.5, "rope_theta": 1000000.0}}""",
        ["llama, llama3"] = $$"""{"architectures": ["LlamaForCausalLM"], "rope_theta": 500000.0, "rope_scaling": {{Llama3}}, "eos_token_id": [2, 3]}""",
        ["mistral"] = """{"architectures": ["MistralForCausalLM"], "model_type": "mistral", "sliding_window": null, "head_dim": null, "rope_theta": 1000000.0}""",
        ["mistral, wide window"] = """{"architectures": ["MistralForCausalLM"], "model_type": "mistral", "sliding_window": 4096, "head_dim": 8}""",
        ["mistral, narrow window"] = """{"architectures": ["MistralForCausalLM"], "model_type": "mistral", "sliding_window": 5}""",
        ["qwen2"] = """{"architectures": ["Qwen2ForCausalLM"], "model_type": "qwen2", "use_sliding_window": false, "sliding_window": 16, "max_window_layers": 2}""",
        ["qwen2, tied, linear"] = """{"architectures": ["Qwen2ForCausalLM"], "tie_word_embeddings": true, "rope_scaling": {"rope_type": "linear", "factor": 2.0}}""",
        ["qwen2, window in every layer"] = """{"architectures": ["Qwen2ForCausalLM"], "use_sliding_window": true, "sliding_window": 7, "max_window_layers": 0}""",
        ["qwen3"] = """{"architectures": ["Qwen3ForCausalLM"], "model_type": "qwen3", "head_dim": 16, "attention_bias": false, "use_sliding_window": false, "sliding_window": null, "max_window_layers": 2, "layer_types": ["full_attention", "full_attention"]}""",
        ["qwen3, tied, biases"] = """{"architectures": ["Qwen3ForCausalLM"], "head_dim": 8, "attention_bias": true, "tie_word_embeddings": true, "num_key_value_heads": 4}""",
        ["qwen3, linear, one key for all"] = """{"architectures": ["Qwen3ForCausalLM"], "head_dim": 6, "num_key_value_heads": 1, "rope_scaling": {"rope_type": "linear", "factor": 3.0}}""",
    };

    public static IReadOnlyCollection<string> Names => Differences.Keys;

    public static JsonObject Of(string name) => Changed(JsonNode.Parse(Small)!.AsObject(), JsonNode.Parse(Differences[name])!.AsObject());

    private static JsonObject Changed(JsonObject root, JsonObject changes)
    {
        foreach ((string field, JsonNode? value) in changes)
        {
            root[field] = value?.DeepClone();
        }
        return root;
    }
}
