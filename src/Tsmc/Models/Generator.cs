using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Tsmc.Models;

/// <summary>The generator p0: a Llama-type decoder with a language-model head.</summary>
public sealed class Generator : IDisposable
{
    private readonly Parameter? _head;

    internal Generator(LlamaConfig config, ScalarType type, Device device)
    {
        Backbone = new LlamaBackbone(config, type, device);
        _head = config.TieWordEmbeddings
            ? null
            : (Parameter)new Parameter(empty([config.VocabularySize, config.HiddenSize], type, device), !config.Int8Weights).DetachFromDisposeScope();
    }

    /// <summary>The decoder under the head.</summary>
    public LlamaBackbone Backbone { get; }

    /// <summary>The model's shape.</summary>
    public LlamaConfig Config => Backbone.Config;

    internal Parameter Head => _head ?? Backbone.Embedding;

    /// <summary>All weights, in a fixed order; a tied head is not repeated.</summary>
    public IEnumerable<Parameter> Parameters => _head is null ? Backbone.Parameters : Backbone.Parameters.Append(_head);

    /// <summary>Logits of the next token from hidden states: [..., hidden] to [..., vocabulary].</summary>
    public Tensor Logits(Tensor hidden) => RowProduct.Takes(hidden, Head) ? RowProduct.Of(hidden, Head).to(hidden.dtype) : F.linear(hidden, Head);

    /// <inheritdoc/>
    public void Dispose()
    {
        Backbone.Dispose();
        _head?.Dispose();
    }
}
