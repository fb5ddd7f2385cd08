using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tsmc.Models;

/// <summary>The shape of a Llama-type decoder, as a Hugging Face <c>config.json</c> states it.</summary>
public sealed record LlamaConfig
{
    /// <summary>Number of tokens, the rows of the embedding.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Width of the residual stream.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Width inside the SwiGLU feed-forward block.</summary>
    public required int IntermediateSize { get; init; }

    /// <summary>Number of decoder layers.</summary>
    public required int Layers { get; init; }

    /// <summary>Number of query heads.</summary>
    public required int Heads { get; init; }

    /// <summary>Number of key/value heads; divides <see cref="Heads"/> (grouped-query attention).</summary>
    public required int KeyValueHeads { get; init; }

    /// <summary>Width of one head; <see cref="HiddenSize"/> / <see cref="Heads"/> unless the file says otherwise.</summary>
    public required int HeadSize { get; init; }

    /// <summary>Longest context in tokens.</summary>
    public int MaxPositions { get; init; } = 2048;

    /// <summary>Base of the rotary position frequencies.</summary>
    public double RopeTheta { get; init; } = 10000;

    /// <summary>Scaling of the rotary frequencies, or null for none.</summary>
    public RotaryScaling? RopeScaling { get; init; }

    /// <summary>Added under the root of RMSNorm.</summary>
    public double RmsNormEps { get; init; } = 1e-6;

    /// <summary>Whether the output projection is the embedding itself.</summary>
    public bool TieWordEmbeddings { get; init; }

    /// <summary>Whether the q, k and v projections have biases (Qwen2).</summary>
    public bool AttentionBias { get; init; }

    /// <summary>Id of the end-of-sequence token.</summary>
    public int EosTokenId { get; init; }

    /// <summary>Queries that share one key/value head.</summary>
    public int QueriesPerKey => Heads / KeyValueHeads;

    /// <summary>Checks that the numbers fit together.</summary>
    /// <exception cref="ArgumentException">One does not; the message names it.</exception>
    public void Validate()
    {
        (string Name, int Value)[] positive =
        [
            ("vocab_size", VocabularySize), ("hidden_size", HiddenSize), ("intermediate_size", IntermediateSize),
            ("num_hidden_layers", Layers), ("num_attention_heads", Heads), ("num_key_value_heads", KeyValueHeads),
            ("head_dim", HeadSize), ("max_position_embeddings", MaxPositions),
        ];
        foreach ((string name, int value) in positive)
        {
            if (value <= 0)
            {
                throw new ArgumentException($"{name} is {value}; expected a positive whole number.");
            }
        }
        if (Heads % KeyValueHeads != 0)
        {
            throw new ArgumentException($"num_attention_heads is {Heads}; expected a multiple of num_key_value_heads, {KeyValueHeads}.");
        }
        if (HeadSize % 2 != 0)
        {
            throw new ArgumentException($"head_dim is {HeadSize}; rotary positions need an even number.");
        }
    }

    /// <summary>Checks that sequences of some length fit into the model's positions.</summary>
    /// <exception cref="ArgumentException">They do not.</exception>
    public void CheckLength(int tokens)
    {
        if (tokens > MaxPositions)
        {
            throw new ArgumentException(
                $"A sequence has {tokens} tokens; expected at most the model's {MaxPositions} positions (max_position_embeddings): "
                + "lower MaxLength.");
        }
    }

    /// <summary>Reads <c>config.json</c> of a Hugging Face folder.</summary>
    /// <exception cref="FileNotFoundException">The folder has no <c>config.json</c>.</exception>
    /// <exception cref="InvalidDataException">A field is missing, wrong, or asks for something that this model does not do.</exception>
    public static LlamaConfig Load(string folder)
    {
        string path = Path.Combine(folder, "config.json");
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"{path}: no such file; expected a Hugging Face model folder.", path);
        }
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            LlamaConfig config = Read(new ConfigFields(document.RootElement, path));
            config.Validate();
            return config;
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{path}: not valid JSON: {error.Message}", error);
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException($"{path}: {error.Message}", error);
        }
    }

    private static LlamaConfig Read(ConfigFields fields)
    {
        string architecture = fields.Text("architectures", "LlamaForCausalLM");
        if (architecture is not ("LlamaForCausalLM" or "Qwen2ForCausalLM"))
        {
            throw fields.Refuse("architectures", $"'{architecture}'", "LlamaForCausalLM or Qwen2ForCausalLM");
        }
        fields.Expect("hidden_act", "silu");
        fields.Expect("mlp_bias", "false");
        fields.Expect("use_sliding_window", "false");
        fields.Expect("attention_bias", "false");
        int hidden = fields.Whole("hidden_size");
        int heads = fields.Whole("num_attention_heads");
        (double theta, RotaryScaling? scaling) = fields.Rotary(10000);
        return new LlamaConfig
        {
            VocabularySize = fields.Whole("vocab_size"),
            HiddenSize = hidden,
            IntermediateSize = fields.Whole("intermediate_size"),
            Layers = fields.Whole("num_hidden_layers"),
            Heads = heads,
            KeyValueHeads = fields.Whole("num_key_value_heads", heads),
            HeadSize = fields.Whole("head_dim", heads > 0 ? hidden / heads : 0),
            MaxPositions = fields.Whole("max_position_embeddings", 2048),
            RopeTheta = theta,
            RopeScaling = scaling,
            RmsNormEps = fields.Number("rms_norm_eps", 1e-6),
            TieWordEmbeddings = fields.Flag("tie_word_embeddings", false),
            AttentionBias = architecture == "Qwen2ForCausalLM",
            EosTokenId = fields.Whole("eos_token_id", 2),
        };
    }

    /// <summary>Writes <c>config.json</c> into a folder, so that Python's transformers opens it.</summary>
    public void Save(string folder)
    {
        var fields = new JsonObject
        {
            ["architectures"] = new JsonArray(AttentionBias ? "Qwen2ForCausalLM" : "LlamaForCausalLM"),
            ["model_type"] = AttentionBias ? "qwen2" : "llama",
            ["hidden_size"] = HiddenSize,
            ["intermediate_size"] = IntermediateSize,
            ["num_hidden_layers"] = Layers,
            ["num_attention_heads"] = Heads,
            ["num_key_value_heads"] = KeyValueHeads,
            ["head_dim"] = HeadSize,
            ["vocab_size"] = VocabularySize,
            ["max_position_embeddings"] = MaxPositions,
            ["rms_norm_eps"] = RmsNormEps,
            ["rope_theta"] = RopeTheta,
            ["hidden_act"] = "silu",
            ["tie_word_embeddings"] = TieWordEmbeddings,
            ["eos_token_id"] = EosTokenId,
            ["torch_dtype"] = "float32",
        };
        if (RopeScaling is { } scaling)
        {
            fields["rope_scaling"] = new JsonObject
            {
                ["rope_type"] = "llama3",
                ["factor"] = scaling.Factor,
                ["low_freq_factor"] = scaling.LowFrequencyFactor,
                ["high_freq_factor"] = scaling.HighFrequencyFactor,
                ["original_max_position_embeddings"] = scaling.OriginalContext,
            };
        }
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "config.json"), fields.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n");
    }
}
