namespace Tsmc.Models;

/// <summary>The shape of a Llama-type decoder, as a Hugging Face <c>config.json</c> states it.</summary>
public sealed record LlamaConfig
{
    /// <summary>The family: which biases and norms there are beside what the other fields say.</summary>
    public DecoderArchitecture Architecture { get; init; }

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

    /// <summary>Whether all four attention projections have biases (Llama and Qwen3; Qwen2 has its own rule).</summary>
    public bool AttentionBias { get; init; }

    /// <summary>Whether the three feed-forward projections have biases (Llama).</summary>
    public bool MlpBias { get; init; }

    /// <summary>How many tokens a token sees, itself included; null for all before it.</summary>
    public int? SlidingWindow { get; init; }

    /// <summary>Whether the layers' matrices are int8 numbers with a scale a row (<see cref="CheckpointConversion"/>).</summary>
    public bool Int8Weights { get; init; }

    /// <summary>Ids of the tokens that end a sequence; the first is the model's own.</summary>
    public TokenIds EosTokenIds { get; init; } = [];

    /// <summary>Id of the begin-of-sequence token, where the file names one.</summary>
    public int? BosTokenId { get; init; }

    /// <summary>Queries that share one key/value head.</summary>
    public int QueriesPerKey => Heads / KeyValueHeads;

    /// <summary>Whether the q, k and v projections have biases.</summary>
    public bool QkvBias => AttentionBias || Architecture == DecoderArchitecture.Qwen2;

    /// <summary>Whether the attention's output projection has a bias.</summary>
    public bool OutputBias => AttentionBias && Architecture != DecoderArchitecture.Qwen2;

    /// <summary>Whether each head's query and key are normalised before they are turned.</summary>
    public bool QueryKeyNorm => Architecture == DecoderArchitecture.Qwen3;

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
        if (SlidingWindow < 1)
        {
            throw new ArgumentException($"sliding_window is {SlidingWindow}; expected a positive whole number or none.");
        }
        if (!(RmsNormEps >= 0) || !(RopeTheta > 0))
        {
            throw new ArgumentException($"rms_norm_eps is {RmsNormEps} and rope_theta {RopeTheta}; expected positive numbers.");
        }
        if (AttentionBias && Architecture is DecoderArchitecture.Mistral)
        {
            throw new ArgumentException($"attention_bias is true; {Architecture} has no biases.");
        }
        if (MlpBias && Architecture is not DecoderArchitecture.Llama)
        {
            throw new ArgumentException($"mlp_bias is true; {Architecture} has no such biases.");
        }
        RopeScaling?.Validate();
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
    public static LlamaConfig Load(string folder) => ConfigFile.Read(folder);

    /// <summary>Writes <c>config.json</c> into a folder, so that Python's transformers opens it.</summary>
    /// <param name="folder">The folder, made where it is not there.</param>
    /// <param name="type">The weights' number type in PyTorch's words: <c>float32</c>, <c>bfloat16</c> or <c>float16</c>.</param>
    public void Save(string folder, string type = "float32") => ConfigFile.Write(this, folder, type);
}
