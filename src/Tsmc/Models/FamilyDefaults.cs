namespace Tsmc.Models;

/// <summary>
/// What a family's configuration class in Python's transformers takes for a field that a <c>config.json</c> does not have. A file may leave
/// out whatever equals it.
/// </summary>
/// <param name="VocabularySize">vocab_size</param>
/// <param name="IntermediateSize">intermediate_size</param>
/// <param name="KeyValueHeads">num_key_value_heads; null for one a query head.</param>
/// <param name="HeadSize">head_dim; null for hidden_size / num_attention_heads.</param>
/// <param name="MaxPositions">max_position_embeddings</param>
/// <param name="SlidingWindow">sliding_window; null where the family has none.</param>
internal sealed record FamilyDefaults(
    int VocabularySize, int IntermediateSize, int? KeyValueHeads, int? HeadSize, int MaxPositions, int? SlidingWindow)
{
    // What all four classes agree on.
    public const int HiddenSize = 4096;
    public const int Layers = 32;
    public const int Heads = 32;
    public const double RopeTheta = 10000;
    public const double RmsNormEps = 1e-6;

    /// <summary>Qwen's first layer with a window, where the window is switched on.</summary>
    public const int MaxWindowLayers = 28;

    /// <summary>eos_token_id</summary>
    public TokenIds EosTokenIds { get; init; } = [];

    public static FamilyDefaults Of(DecoderArchitecture family) => family switch
    {
        DecoderArchitecture.Mistral => new(32000, 14336, 8, null, 131072, 4096) { EosTokenIds = [2] },
        DecoderArchitecture.Qwen2 => new(151936, 22016, 32, null, 32768, 4096),
        DecoderArchitecture.Qwen3 => new(151936, 22016, 32, 128, 32768, 4096),
        _ => new(32000, 11008, null, null, 2048, null) { EosTokenIds = [2] },
    };
}
