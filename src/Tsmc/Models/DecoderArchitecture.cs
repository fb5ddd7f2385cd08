namespace Tsmc.Models;

/// <summary>The families of decoders that <see cref="LlamaConfig"/> describes, by the class that Python's transformers opens them with.</summary>
public enum DecoderArchitecture
{
    /// <summary><c>LlamaForCausalLM</c>: Llama 2 and 3, CodeLlama, Llemma, DeepSeek-LLM and DeepSeekMath, TinyLlama.</summary>
    Llama,

    /// <summary><c>MistralForCausalLM</c>: Llama with an optional sliding window.</summary>
    Mistral,

    /// <summary><c>Qwen2ForCausalLM</c>: Llama with biases on q, k and v.</summary>
    Qwen2,

    /// <summary><c>Qwen3ForCausalLM</c>: Llama with RMSNorm on each head's query and key.</summary>
    Qwen3,
}
