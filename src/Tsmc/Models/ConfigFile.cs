using System.Text.Json;
using System.Text.Json.Nodes;
using Tsmc.Models.Files;

namespace Tsmc.Models;

/// <summary><c>config.json</c> of a Hugging Face folder, read and written.</summary>
internal static class ConfigFile
{
    public const string Name = "config.json";

    private const string Int8Method = "tsmc-int8"; // no other program knows it, so none reads int8 numbers as weights
    private const long MaxBytes = 10_000_000;
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Reads the file; see <see cref="LlamaConfig.Load"/>.</summary>
    public static LlamaConfig Read(string folder)
    {
        string path = Path.Combine(folder, Name);
        byte[] json = InputFile.ReadAll(path, "a Hugging Face model folder", MaxBytes);
        try
        {
            using JsonDocument document = StrictJson.Parse(json);
            var fields = new ConfigFields(document.RootElement, path);
            LlamaConfig config = Read(fields);
            fields.RefuseTheRest();
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

    /// <summary>Writes the file so that Python's transformers opens the folder.</summary>
    /// <param name="config">What to write.</param>
    /// <param name="folder">The folder, made where it is not there.</param>
    /// <param name="type">The weights' number type in PyTorch's words, such as <c>bfloat16</c>.</param>
    public static void Write(LlamaConfig config, string folder, string type)
    {
        bool qwen = config.Architecture is DecoderArchitecture.Qwen2 or DecoderArchitecture.Qwen3;
        var fields = new JsonObject
        {
            ["architectures"] = new JsonArray($"{config.Architecture}ForCausalLM"),
            ["model_type"] = ModelType(config.Architecture),
            ["hidden_size"] = config.HiddenSize,
            ["intermediate_size"] = config.IntermediateSize,
            ["num_hidden_layers"] = config.Layers,
            ["num_attention_heads"] = config.Heads,
            ["num_key_value_heads"] = config.KeyValueHeads,
            ["head_dim"] = config.HeadSize,
            ["vocab_size"] = config.VocabularySize,
            ["max_position_embeddings"] = config.MaxPositions,
            ["rms_norm_eps"] = config.RmsNormEps,
            ["rope_theta"] = config.RopeTheta,
            ["hidden_act"] = "silu",
            ["tie_word_embeddings"] = config.TieWordEmbeddings,
            ["eos_token_id"] = Ids(config.EosTokenIds),
            ["torch_dtype"] = type,
        };
        if (config.Architecture is DecoderArchitecture.Llama or DecoderArchitecture.Qwen3)
        {
            fields["attention_bias"] = config.AttentionBias;
        }
        if (config.Architecture is DecoderArchitecture.Llama)
        {
            fields["mlp_bias"] = config.MlpBias;
        }
        else
        {
            fields["sliding_window"] = config.SlidingWindow;
        }
        if (qwen)
        {
            fields["use_sliding_window"] = config.SlidingWindow is not null;
            fields["max_window_layers"] = config.SlidingWindow is null ? config.Layers : 0;
        }
        if (config.BosTokenId is { } bos)
        {
            fields["bos_token_id"] = bos;
        }
        if (config.Int8Weights)
        {
            fields["quantization_config"] = new JsonObject { ["quant_method"] = Int8Method, ["bits"] = 8 };
        }
        if (config.RopeScaling is not null)
        {
            fields["rope_scaling"] = Scaling(config.RopeScaling);
        }
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, Name);
        File.WriteAllText(path + ".part", fields.ToJsonString(Indented) + "\n");
        File.Move(path + ".part", path, overwrite: true);
    }

    private static LlamaConfig Read(ConfigFields fields)
    {
        DecoderArchitecture architecture = Architecture(fields);
        if (fields.Text("hidden_act") is { } act && act is not ("silu" or "swish"))
        {
            throw fields.Refuse("hidden_act", $"'{act}'", "'silu'");
        }
        FamilyDefaults absent = FamilyDefaults.Of(architecture);
        int hidden = fields.Whole("hidden_size", FamilyDefaults.HiddenSize);
        int heads = fields.Whole("num_attention_heads", FamilyDefaults.Heads);
        int layers = fields.Whole("num_hidden_layers", FamilyDefaults.Layers);
        (double theta, RotaryScaling? scaling) = Rotary(fields);
        return new LlamaConfig
        {
            Architecture = architecture,
            VocabularySize = fields.Whole("vocab_size", absent.VocabularySize),
            HiddenSize = hidden,
            IntermediateSize = fields.Whole("intermediate_size", absent.IntermediateSize),
            Layers = layers,
            Heads = heads,
            KeyValueHeads = fields.OptionalWhole("num_key_value_heads", absent.KeyValueHeads) ?? heads,
            HeadSize = HeadSize(fields, absent, hidden, heads),
            MaxPositions = fields.Whole("max_position_embeddings", absent.MaxPositions),
            RopeTheta = theta,
            RopeScaling = scaling,
            RmsNormEps = fields.Number("rms_norm_eps", FamilyDefaults.RmsNormEps),
            TieWordEmbeddings = fields.Flag("tie_word_embeddings", false),
            // Qwen2 has biases on q, k and v whatever this field says, in transformers as well.
            AttentionBias = fields.Flag("attention_bias", false) && architecture != DecoderArchitecture.Qwen2,
            MlpBias = fields.Flag("mlp_bias", false),
            SlidingWindow = Window(fields, architecture, absent, layers),
            Int8Weights = Int8(fields),
            EosTokenIds = fields.Ids("eos_token_id", absent.EosTokenIds),
            BosTokenId = fields.OptionalWhole("bos_token_id"),
        };
    }

    private static DecoderArchitecture Architecture(ConfigFields fields)
    {
        DecoderArchitecture[] all = Enum.GetValues<DecoderArchitecture>();
        string? name = fields.Text("architectures");
        string? type = fields.Text("model_type");
        DecoderArchitecture? found = all.Cast<DecoderArchitecture?>().FirstOrDefault(one => name is null ? ModelType(one!.Value) == type : $"{one}ForCausalLM" == name);
        if (found is not { } architecture)
        {
            string expected = string.Join(", ", all.SkipLast(1).Select(one => $"{one}ForCausalLM")) + $" or {all[^1]}ForCausalLM";
            throw name is null && type is not null
                ? fields.Refuse("model_type", $"'{type}'", $"the model type of {expected}")
                : fields.Refuse("architectures", name is null ? "missing" : $"'{name}'", expected);
        }
        return type is null || type == ModelType(architecture)
            ? architecture
            : throw fields.Refuse("model_type", $"'{type}'", $"'{ModelType(architecture)}', as architectures says");
    }

    private static string ModelType(DecoderArchitecture architecture) => architecture.ToString().ToLowerInvariant();

    /// <summary>A head's width; null in the file is the quotient, but for Qwen3, whose class has no such rule.</summary>
    private static int HeadSize(ConfigFields fields, FamilyDefaults absent, int hidden, int heads) => absent.HeadSize is { } size
        ? fields.Whole("head_dim", size)
        : fields.OptionalWhole("head_dim") ?? (heads > 0 ? hidden / heads : 0);

    /// <summary>The sliding window, or null for none: Mistral's field alone says it, Qwen's holds only where other fields switch it on.</summary>
    private static int? Window(ConfigFields fields, DecoderArchitecture architecture, FamilyDefaults absent, int layers)
    {
        IReadOnlyList<string> types = fields.Texts("layer_types") ?? [];
        if (types.FirstOrDefault(type => type is not ("full_attention" or "sliding_attention")) is { } unknown)
        {
            throw fields.Refuse("layer_types", $"'{unknown}'", "full_attention or sliding_attention");
        }
        if (architecture == DecoderArchitecture.Llama)
        {
            return null; // sliding_window and use_sliding_window are left to RefuseTheRest
        }
        int? window = fields.OptionalWhole("sliding_window", absent.SlidingWindow);
        if (architecture == DecoderArchitecture.Mistral)
        {
            return window; // in all layers, whatever layer_types says: transformers does not ask it here
        }
        if (!fields.Flag("use_sliding_window", false) || window is null)
        {
            return null;
        }
        int firstWithWindow = fields.Whole("max_window_layers", FamilyDefaults.MaxWindowLayers);
        bool[] slides = types.Count > 0
            ? [.. types.Select(type => type == "sliding_attention")]
            : [0 >= firstWithWindow, layers - 1 >= firstWithWindow];
        return slides.Distinct().Count() == 1
            ? slides[0] ? window : null
            : throw fields.Refuse("sliding_window", $"{window} in some layers only", "one window in all layers or in none");
    }

    private static bool Int8(ConfigFields fields)
    {
        if (fields.Inner("quantization_config") is not { } quantization)
        {
            return false;
        }
        if (quantization.Text("quant_method") != Int8Method || quantization.Whole("bits") != 8)
        {
            throw fields.Refuse("quantization_config", $"none, or the '{Int8Method}' of tsmc convert");
        }
        quantization.RefuseTheRest();
        return true;
    }

    /// <summary>Base and scaling of the rotary frequencies; newer files keep both in <c>rope_parameters</c>.</summary>
    private static (double Theta, RotaryScaling? Scaling) Rotary(ConfigFields fields)
    {
        ConfigFields? older = fields.Inner("rope_scaling");
        ConfigFields? newer = fields.Inner("rope_parameters");
        if (older is not null && newer is not null)
        {
            throw fields.Refuse("rope_scaling", "it and rope_parameters", "only one of the two");
        }
        double? outer = fields.OptionalNumber("rope_theta", FamilyDefaults.RopeTheta);
        if ((newer ?? older) is not { } rotary)
        {
            return (outer ?? throw fields.Refuse("rope_theta", "null", "a number"), null);
        }
        double theta = rotary.Number("rope_theta", outer);
        string type = rotary.Text("rope_type") ?? "default";
        type = rotary.Text("type") is { } old && type == "default" ? old : type;
        RotaryScaling? scaling = type switch
        {
            "default" => null,
            "linear" => new LinearRotaryScaling(rotary.Number("factor", null)),
            "llama3" => new Llama3RotaryScaling(
                rotary.Number("factor", null), rotary.Number("low_freq_factor", null), rotary.Number("high_freq_factor", null),
                rotary.Whole("original_max_position_embeddings")),
            _ => throw rotary.Refuse("rope_type", $"'{type}'", "default, linear or llama3"),
        };
        rotary.RefuseTheRest();
        return (theta, scaling);
    }

    private static JsonNode? Ids(TokenIds ids) => ids.Count switch
    {
        0 => null,
        1 => ids[0],
        _ => new JsonArray([.. ids.Select(id => JsonValue.Create(id))]),
    };

    private static JsonObject Scaling(RotaryScaling scaling) => scaling switch
    {
        LinearRotaryScaling linear => new JsonObject { ["rope_type"] = "linear", ["factor"] = linear.Factor },
        Llama3RotaryScaling llama => new JsonObject
        {
            ["rope_type"] = "llama3",
            ["factor"] = llama.Factor,
            ["low_freq_factor"] = llama.LowFrequencyFactor,
            ["high_freq_factor"] = llama.HighFrequencyFactor,
            ["original_max_position_embeddings"] = llama.OriginalContext,
        },
        _ => throw new InvalidOperationException($"No way to write {scaling.GetType().Name}."),
    };
}
