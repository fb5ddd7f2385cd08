using System.Text.Json.Nodes;
using Tsmc.Models;
using Tsmc.Tests.Tokenization;

namespace Tsmc.Tests.Models;

public sealed class LlamaConfigTests
{
    private const string Good = """
        {"architectures": ["LlamaForCausalLM"], "hidden_size": 48, "intermediate_size": 80, "num_hidden_layers": 3, "num_attention_heads": 6,
         "num_key_value_heads": 2, "vocab_size": 96, "max_position_embeddings": 256, "rms_norm_eps": 1e-6, "rope_theta": 500000.0,
         "rope_scaling": {"rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
         "original_max_position_embeddings": 64}, "eos_token_id": [2, 5], "use_cache": true}
        """;

    [Fact]
    public void Fields_are_read_and_written()
    {
        LlamaConfig config = Load(Good);
        var expected = new LlamaConfig
        {
            VocabularySize = 96, HiddenSize = 48, IntermediateSize = 80, Layers = 3, Heads = 6, KeyValueHeads = 2, HeadSize = 8, MaxPositions = 256,
            RopeTheta = 500000, RopeScaling = new Llama3RotaryScaling(8, 1, 4, 64), EosTokenIds = [2, 5],
        };
        Assert.Equal(expected, config);
        using var folder = new TemporaryFolder();
        config.Save(folder.Path);
        Assert.Equal(config, LlamaConfig.Load(folder.Path));
    }

    [Fact]
    public void The_rotary_fields_may_stand_together_as_newer_files_have_them()
    {
        LlamaConfig config = Load(With(root =>
        {
            JsonObject rotary = root["rope_scaling"]!.DeepClone().AsObject();
            rotary["rope_theta"] = 1e6;
            root["rope_parameters"] = rotary;
            root.Remove("rope_scaling");
            root.Remove("rope_theta");
        }));
        Assert.Equal(1e6, config.RopeTheta);
        Assert.Equal(new Llama3RotaryScaling(8, 1, 4, 64), config.RopeScaling);
    }

    [Theory]
    [InlineData("architectures", "[\"GemmaForCausalLM\"]", "found 'GemmaForCausalLM', expected LlamaForCausalLM, MistralForCausalLM, Qwen2ForCausalLM or Qwen3ForCausalLM.")]
    [InlineData("architectures", "null", "field architectures: found missing, expected LlamaForCausalLM, MistralForCausalLM, Qwen2ForCausalLM or Qwen3ForCausalLM.")]
    [InlineData("model_type", "\"mistral\"", "field model_type: found 'mistral', expected 'llama', as architectures says.")]
    [InlineData("architectures", "5", "field architectures: found 5, expected a text.")]
    [InlineData("hidden_act", "\"gelu\"", "field hidden_act: found 'gelu', expected 'silu'.")]
    [InlineData("hidden_size", "null", "field hidden_size: found null, expected a whole number.")]
    [InlineData("vocab_size", "1.5", "field vocab_size: found 1.5, expected a whole number.")]
    [InlineData("num_hidden_layers", "99999999999", "field num_hidden_layers: found 99999999999, expected a whole number.")]
    [InlineData("hidden_size", "[48]", "field hidden_size: found [48], expected a whole number.")]
    [InlineData("eos_token_id", "[2, -5]", "field eos_token_id: found -5, expected token ids.")]
    [InlineData("num_hidden_layers", "0", "num_hidden_layers is 0; expected a positive whole number.")]
    [InlineData("num_attention_heads", "0", "num_attention_heads is 0; expected a positive whole number.")]
    [InlineData("num_key_value_heads", "4", "num_attention_heads is 6; expected a multiple of num_key_value_heads, 4.")]
    [InlineData("head_dim", "7", "head_dim is 7; rotary positions need an even number.")]
    [InlineData("rms_norm_eps", "\"small\"", "field rms_norm_eps: found \"small\", expected a number.")]
    [InlineData("tie_word_embeddings", "1", "field tie_word_embeddings: found 1, expected true or false.")]
    [InlineData("rope_scaling", "{\"rope_type\": \"yarn\", \"factor\": 4}", "rope_scaling: field rope_type: found 'yarn', expected default, linear or llama3.")]
    [InlineData("rope_scaling", "{\"type\": \"dynamic\", \"factor\": 4}", "rope_scaling: field rope_type: found 'dynamic', expected default, linear or llama3.")]
    [InlineData("rope_scaling", "{\"type\": \"linear\"}", "rope_scaling: field factor: found missing, expected a number.")]
    [InlineData("rope_scaling", "{\"type\": \"linear\", \"factor\": -1}", "rope_scaling: factor is -1; expected a positive number.")]
    [InlineData("rope_scaling", "{\"type\": \"linear\", \"factor\": 2, \"attention_factor\": 0.5}", "rope_scaling: field attention_factor: found 0.5, expected no such field: this model does not do it; delete the field if it changes no logit.")]
    [InlineData("rope_parameters", "{\"rope_theta\": 1e4}", "field rope_scaling: found it and rope_parameters, expected only one of the two.")]
    [InlineData("rope_scaling", "{\"rope_type\": \"llama3\"}", "rope_scaling: field factor: found missing, expected a number.")]
    [InlineData("rope_scaling", "7", "rope_scaling: expected a JSON object, found Number.")]
    public void What_this_model_does_not_do_is_refused_with_the_field_named(string field, string value, string sentence)
    {
        var error = Assert.Throws<InvalidDataException>(() => Load(With(root => root[field] = JsonNode.Parse(value))));
        Assert.Contains("config.json", error.Message);
        Assert.EndsWith(sentence, error.Message);
    }

    /// <summary>
    /// What the configuration classes of transformers take for absent fields: LlamaConfig, MistralConfig, Qwen2Config and Qwen3Config as of
    /// version 5.
    /// </summary>
    public static TheoryData<string, LlamaConfig> Absent => new()
    {
        { "Llama", Family(32000, 11008, 32, 128, 2048, null) },
        { "Mistral", Family(32000, 14336, 8, 128, 131072, 4096) with { Architecture = DecoderArchitecture.Mistral } },
        { "Qwen2", Family(151936, 22016, 32, 128, 32768, null) with { Architecture = DecoderArchitecture.Qwen2 } },
        { "Qwen3", Family(151936, 22016, 32, 128, 32768, null) with { Architecture = DecoderArchitecture.Qwen3 } },
    };

    [Theory]
    [MemberData(nameof(Absent))]
    public void An_absent_field_has_its_familys_default(string family, LlamaConfig expected) =>
        Assert.Equal(expected, Load($$"""{"architectures": ["{{family}}ForCausalLM"], "eos_token_id": 2}"""));

    /// <summary>Where the width is another, head_dim and num_key_value_heads tell the families apart; null is not absence.</summary>
    [Theory]
    [InlineData("Llama", "", 64, 64, null)]
    [InlineData("Mistral", "", 64, 8, 4096)]
    [InlineData("Mistral", ", \"num_key_value_heads\": null, \"head_dim\": null, \"sliding_window\": null", 64, 64, null)]
    [InlineData("Mistral", ", \"sliding_window\": 16, \"layer_types\": [\"full_attention\", \"full_attention\"]", 64, 8, 16)]
    [InlineData("Qwen2", "", 64, 32, null)]
    [InlineData("Qwen2", ", \"num_key_value_heads\": null, \"head_dim\": null", 64, 64, null)]
    [InlineData("Qwen2", ", \"use_sliding_window\": true", 64, 32, null)] // slides from layer 28 on, and there are two
    [InlineData("Qwen2", ", \"use_sliding_window\": true, \"max_window_layers\": 0", 64, 32, 4096)]
    [InlineData("Qwen2", ", \"use_sliding_window\": true, \"max_window_layers\": 0, \"sliding_window\": null", 64, 32, null)]
    [InlineData("Qwen3", "", 128, 32, null)]
    [InlineData("Qwen3", ", \"num_key_value_heads\": null", 128, 64, null)]
    public void What_is_absent_or_null_means_what_it_means_in_the_family(string family, string fields, int headSize, int keyValueHeads, int? window)
    {
        LlamaConfig config = Load($$"""{"architectures": ["{{family}}ForCausalLM"], "num_attention_heads": 64, "num_hidden_layers": 2{{fields}}}""");
        Assert.Equal((headSize, keyValueHeads, window), (config.HeadSize, config.KeyValueHeads, config.SlidingWindow));
    }

    [Theory]
    [InlineData("Qwen3", "head_dim", "a whole number")]
    [InlineData("Qwen2", "max_position_embeddings", "a whole number")]
    [InlineData("Mistral", "rms_norm_eps", "a number")]
    [InlineData("Llama", "rope_theta", "a number")]
    public void A_null_that_means_nothing_in_the_family_is_refused(string family, string field, string expected)
    {
        string content = $$"""{"architectures": ["{{family}}ForCausalLM"], "{{field}}": null}""";
        Assert.EndsWith($"field {field}: found null, expected {expected}.", Assert.Throws<InvalidDataException>(() => Load(content)).Message);
    }

    /// <summary>Fields of other families and newer tricks, at values at which they change the logits.</summary>
    [Theory]
    [InlineData("sliding_window", "4096")]
    [InlineData("use_sliding_window", "true")]
    [InlineData("partial_rotary_factor", "0.5")]
    [InlineData("attention_multiplier", "0.0078125")]
    [InlineData("embedding_multiplier", "12.0")]
    [InlineData("residual_multiplier", "0.22")]
    [InlineData("logits_scaling", "8.0")]
    [InlineData("attn_logit_softcapping", "50.0")]
    [InlineData("final_logit_softcapping", "30.0")]
    [InlineData("query_pre_attn_scalar", "256")]
    [InlineData("num_local_experts", "8")]
    [InlineData("num_experts_per_tok", "2")]
    [InlineData("clip_qkv", "8.0")]
    [InlineData("qk_layernorm", "true")]
    [InlineData("no_rope_layers", "[1,1,0]")]
    [InlineData("quantization_config", "{\"quant_method\":\"gptq\",\"bits\":4}")]
    [InlineData("position_embedding_type", "\"alibi\"")]
    [InlineData("unheard_of", "1")]
    public void A_field_that_might_change_the_result_is_refused_by_name(string field, string value)
    {
        var error = Assert.Throws<InvalidDataException>(() => Load(With(root => root[field] = JsonNode.Parse(value))));
        Assert.Contains($"config.json: field {field}: found {value}", error.Message);
    }

    [Theory]
    [InlineData("partial_rotary_factor", "1.0")]
    [InlineData("attn_logit_softcapping", "null")]
    [InlineData("quantization_config", "null")]
    [InlineData("num_local_experts", "0")]
    [InlineData("qk_layernorm", "false")]
    [InlineData("pruned_heads", "{}")]
    [InlineData("pretraining_tp", "2")]
    [InlineData("_name_or_path", "\"some/where\"")]
    [InlineData("unsloth_version", "\"2024.9\"")]
    [InlineData("tie_word_embeddings", "null")]
    public void A_field_that_changes_nothing_may_stand(string field, string value) =>
        Assert.Equal(Load(Good), Load(With(root => root[field] = JsonNode.Parse(value))));

    [Theory]
    [InlineData("MistralForCausalLM", "attention_bias", "true", "attention_bias is true; Mistral has no biases.")]
    [InlineData("Qwen3ForCausalLM", "mlp_bias", "true", "mlp_bias is true; Qwen3 has no such biases.")]
    [InlineData("MistralForCausalLM", "sliding_window", "0", "sliding_window is 0; expected a positive whole number or none.")]
    [InlineData("Qwen2ForCausalLM", "max_window_layers", "1", "field sliding_window: found 64 in some layers only, expected one window in all layers or in none.")]
    [InlineData("Qwen3ForCausalLM", "layer_types", "[\"full_attention\", \"sliding_attention\"]", "expected one window in all layers or in none.")]
    [InlineData("Qwen3ForCausalLM", "layer_types", "[\"linear_attention\"]", "field layer_types: found 'linear_attention', expected full_attention or sliding_attention.")]
    public void What_a_family_lacks_is_refused(string architecture, string field, string value, string sentence)
    {
        var error = Assert.Throws<InvalidDataException>(() => Load(With(root =>
        {
            root["architectures"] = new JsonArray(architecture);
            if (architecture != "MistralForCausalLM")
            {
                root["use_sliding_window"] = true;
            }
            root["sliding_window"] = 64;
            root[field] = JsonNode.Parse(value);
        })));
        Assert.EndsWith(sentence, error.Message);
    }

    [Fact]
    public void A_field_given_twice_is_refused() =>
        Assert.Contains("not valid JSON", Assert.Throws<InvalidDataException>(() => Load(Good.Replace("\"use_cache\"", "\"hidden_size\""))).Message);

    [Theory]
    [InlineData("")]
    [InlineData("{\"hidden_size\": 4")]
    [InlineData("[1, 2]")]
    [InlineData("null")]
    public void A_file_that_is_no_object_is_refused(string content) =>
        Assert.Contains("config.json: ", Assert.Throws<InvalidDataException>(() => Load(content)).Message);

    private static LlamaConfig Family(int vocabulary, int intermediate, int keyValueHeads, int headSize, int positions, int? window) => new()
    {
        VocabularySize = vocabulary, HiddenSize = 4096, IntermediateSize = intermediate, Layers = 32, Heads = 32, KeyValueHeads = keyValueHeads,
        HeadSize = headSize, MaxPositions = positions, SlidingWindow = window, RopeTheta = 10000, RmsNormEps = 1e-6, EosTokenIds = [2],
    };

    private static LlamaConfig Load(string content)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("config.json"), content);
        return LlamaConfig.Load(folder.Path);
    }

    private static string With(Action<JsonObject> change)
    {
        JsonObject root = JsonNode.Parse(Good)!.AsObject();
        change(root);
        return root.ToJsonString();
    }
}
