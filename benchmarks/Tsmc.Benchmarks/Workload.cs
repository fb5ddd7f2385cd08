using Tsmc.Models;
using Tsmc.Tokenization;
using static TorchSharp.torch;
using Generator = Tsmc.Models.Generator;

namespace Tsmc.Benchmarks;

/// <summary>A model of the demonstration's shape with random weights that never ends a solution by itself, so that every run does the same work.</summary>
internal sealed class Workload : IDisposable
{
    public const int PromptLength = 80;
    public const int NewTokens = 64;

    public Workload()
    {
        string folder = Directory.CreateTempSubdirectory("tsmc-").FullName;
        Tokenizer = BytePairTraining.Train([], BytePairTraining.MinimumVocabularySize, folder);
        Directory.Delete(folder, recursive: true);
        Config = new LlamaConfig
        {
            VocabularySize = Tokenizer.VocabularySize,
            HiddenSize = 96,
            IntermediateSize = 256,
            Layers = 3,
            Heads = 3,
            KeyValueHeads = 1,
            HeadSize = 32,
            MaxPositions = 512,
        };
        Generator = Checkpoint.RandomGenerator(Config, seed: 1);
        Values = new ValueModel(Config, ScalarType.Float32, CPU);
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        // One component of the residual stream stands firm; the head's column there makes the end unlikely.
        Generator.Backbone.Embedding[.., 0] = 1;
        Generator.Head[Tokenizer.EosId, 0] = -9;
        foreach ((TorchSharp.Modules.Parameter to, TorchSharp.Modules.Parameter from) in Values.Parameters.Zip(Generator.Parameters))
        {
            if (to.shape.AsSpan().SequenceEqual(from.shape))
            {
                to.copy_(from);
            }
            else
            {
                to.fill_(0.01);
            }
        }
        Values.HeadBias.zero_();
    }

    public Tokenizer Tokenizer { get; }

    public LlamaConfig Config { get; }

    public Generator Generator { get; }

    public ValueModel Values { get; }

    /// <summary>A prompt, different for each number.</summary>
    public int[] Prompt(int number) => [.. Enumerable.Range(0, PromptLength).Select(i => 2 + (i * 7 + number * 13) % 90)];

    /// <summary>Weights that a token passes through: all but the embedding, of which it reads one row.</summary>
    public long WeightsPerToken => Generator.Parameters.Sum(weight => weight.numel()) - (long)Config.VocabularySize * Config.HiddenSize;

    /// <summary>Floating-point operations of one token at a context of the given length: two a weight, and four a cached position and query component.</summary>
    public double Flops(double context) => 2.0 * WeightsPerToken + 4.0 * context * Config.Heads * Config.HeadSize * Config.Layers;

    /// <summary>Bytes that one token step of a batch must read: the weights once, the keys and values of every row.</summary>
    public double Bytes(int rows, double context) =>
        4.0 * (WeightsPerToken + rows * context * 2 * Config.KeyValueHeads * Config.HeadSize * Config.Layers);

    public void Dispose()
    {
        Generator.Dispose();
        Values.Dispose();
    }
}
