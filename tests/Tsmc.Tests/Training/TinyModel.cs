using Tsmc.Models;
using Tsmc.Randomness;
using Tsmc.Tokenization;
using Tsmc.Training;

namespace Tsmc.Tests.Training;

/// <summary>A generator and rows small enough that a training run takes a moment.</summary>
internal static class TinyModel
{
    public const int Vocabulary = 16;

    public static readonly LlamaConfig Config = new()
    {
        VocabularySize = Vocabulary,
        HiddenSize = 16,
        IntermediateSize = 24,
        Layers = 2,
        Heads = 2,
        KeyValueHeads = 1,
        HeadSize = 8,
        MaxPositions = 64,
    };

    public static Generator Generator(long seed = 1) => Checkpoint.RandomGenerator(Config, seed);

    public static SftDataset Rows(int count, long seed = 3)
    {
        RandomSequence random = new CounterRandom(seed, RandomStream.Problems).Sequence(0);
        return new SftDataset(
            Enumerable.Range(0, count).Select(_ =>
            {
                int length = random.Next(6, 20);
                int[] ids = [.. Enumerable.Range(0, length).Select(_ => random.Next(0, Vocabulary - 1))];
                return new TokenRow(ids, random.Next(1, length - 1));
            }),
            maxLength: 64);
    }

    /// <summary>A tokenizer of single characters and the blank line.</summary>
    public static Tokenizer Tokenizer(string folder) => BytePairTraining.Train([], BytePairTraining.MinimumVocabularySize, folder);

    public static float[] Weights(Generator generator) => [.. generator.Parameters.SelectMany(weight => weight.data<float>().ToArray())];
}
