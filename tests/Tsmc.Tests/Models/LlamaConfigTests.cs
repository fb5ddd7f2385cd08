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
         "original_max_position_embeddings": 64}, "eos_token_id": [2, 5], "unheard_of": 1}
        """;

    [Fact]
    public void Fields_are_read_and_written()
    {
        LlamaConfig config = Load(Good);
        var expected = new LlamaConfig
        {
            VocabularySize = 96, HiddenSize = 48, IntermediateSize = 80, Layers = 3, Heads = 6, KeyValueHeads = 2, HeadSize = 8, MaxPositions = 256,
            RopeTheta = 500000, RopeScaling = new RotaryScaling(8, 1, 4, 64), EosTokenId = 2,
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
        Assert.Equal(new RotaryScaling(8, 1, 4, 64), config.RopeScaling);
    }

    [Theory]
    [InlineData("architectures", "[\"MistralForCausalLM\"]", "field architectures: found 'MistralForCausalLM', expected LlamaForCausalLM or Qwen2ForCausalLM.")]
    [InlineData("architectures", "5", "field architectures: found 5, expected a text.")]
    [InlineData("hidden_act", "\"gelu\"", "field hidden_act: found 'gelu', expected 'silu'.")]
    [InlineData("attention_bias", "true", "field attention_bias: found 'true', expected 'false'.")]
    [InlineData("mlp_bias", "true", "field mlp_bias: found 'true', expected 'false'.")]
    [InlineData("use_sliding_window", "true", "field use_sliding_window: found 'true', expected 'false'.")]
    [InlineData("hidden_size", "null", "field hidden_size: found missing, expected a whole number.")]
    [InlineData("vocab_size", "1.5", "field vocab_size: found 1.5, expected a whole number.")]
    [InlineData("num_hidden_layers", "99999999999", "field num_hidden_layers: found 99999999999, expected a whole number.")]
    [InlineData("num_hidden_layers", "0", "num_hidden_layers is 0; expected a positive whole number.")]
    [InlineData("num_attention_heads", "0", "num_attention_heads is 0; expected a positive whole number.")]
    [InlineData("num_key_value_heads", "4", "num_attention_heads is 6; expected a multiple of num_key_value_heads, 4.")]
    [InlineData("head_dim", "7", "head_dim is 7; rotary positions need an even number.")]
    [InlineData("rms_norm_eps", "\"small\"", "field rms_norm_eps: found \"small\", expected a number.")]
    [InlineData("tie_word_embeddings", "1", "field tie_word_embeddings: found 1, expected true or false.")]
    [InlineData("rope_scaling", "{\"rope_type\": \"yarn\", \"factor\": 4}", "rope_scaling: field rope_type: found 'yarn', expected default or llama3.")]
    [InlineData("rope_scaling", "{\"type\": \"linear\", \"factor\": 4}", "rope_scaling: field rope_type: found 'linear', expected default or llama3.")]
    [InlineData("rope_scaling", "{\"rope_type\": \"llama3\"}", "rope_scaling: field original_max_position_embeddings: found missing, expected a whole number.")]
    [InlineData("rope_scaling", "7", "rope_scaling: expected a JSON object, found Number.")]
    public void What_this_model_does_not_do_is_refused_with_the_field_named(string field, string value, string sentence)
    {
        var error = Assert.Throws<InvalidDataException>(() => Load(With(root => root[field] = JsonNode.Parse(value))));
        Assert.Contains("config.json", error.Message);
        Assert.EndsWith(sentence, error.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"hidden_size\": 4")]
    [InlineData("[1, 2]")]
    [InlineData("null")]
    public void A_file_that_is_no_object_is_refused(string content) =>
        Assert.Contains("config.json: ", Assert.Throws<InvalidDataException>(() => Load(content)).Message);

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
