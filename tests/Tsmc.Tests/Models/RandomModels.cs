using Tsmc.Models;
using static TorchSharp.torch;
using Generator = Tsmc.Models.Generator;

namespace Tsmc.Tests.Models;

/// <summary>Small random models whose weights are large enough that attention and feed-forward blocks matter.</summary>
internal static class RandomModels
{
    public static LlamaConfig Config(
        int layers = 2, int keyValueHeads = 2, int shared = 2, int headSize = 4, int hidden = 12, bool bias = false, bool tied = false, bool scaled = false) =>
        new()
        {
            VocabularySize = 23,
            HiddenSize = hidden,
            IntermediateSize = 20,
            Layers = layers,
            Heads = keyValueHeads * shared,
            KeyValueHeads = keyValueHeads,
            HeadSize = headSize,
            MaxPositions = 64,
            Architecture = bias ? DecoderArchitecture.Qwen2 : DecoderArchitecture.Llama,
            TieWordEmbeddings = tied,
            RopeScaling = scaled ? new Llama3RotaryScaling(8, 1, 4, 16) : null,
        };

    public static Generator Generator(LlamaConfig config, long seed)
    {
        Generator generator = Checkpoint.RandomGenerator(config, seed);
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        foreach (Tensor weight in generator.Parameters)
        {
            if (weight.dim() > 1)
            {
                weight.mul_(12);
            }
            else
            {
                // biases and norms other than 0 and 1
                weight.add_(linspace(-0.3, 0.3, weight.numel()));
            }
        }
        return generator;
    }
}
