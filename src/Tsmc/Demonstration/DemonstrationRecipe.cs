using Tsmc.Models;
using Tsmc.Problems.Arithmetic;
using Tsmc.Sampling;
using Tsmc.Training;

namespace Tsmc.Demonstration;

/// <summary>
/// Everything that the demonstration models depend on: the world, the annotators and their mistakes, sizes, schedules and seeds. The
/// same recipe on the same number of workers makes the same models.
/// </summary>
public sealed record DemonstrationRecipe
{
    /// <summary>Seed of the problems.</summary>
    public long WorldSeed { get; init; } = 1;

    /// <summary>Seed of the annotators, of the first weights, of the order of the data and of the samples.</summary>
    public long TrainingSeed { get; init; } = 1;

    /// <summary>The problems: the main setting with smaller numbers and fewer splits, whose arithmetic a model of this size learns in minutes.</summary>
    public ArithmeticWorldOptions World { get; init; } = ArithmeticWorldOptions.Main with { MaxTotal = 60, ShareProbability = 0.2 };

    /// <summary>
    /// Annotators of the second part of the fine-tuning, with their mistakes; those of the first part make none. The hasty ones err more
    /// than the annotators' defaults say: chosen on validation problems, where greedy and majority voting were else too close to tell apart.
    /// </summary>
    public AnnotatorOptions Annotators { get; init; } = new() { Hasty = new MistakeRates(HardCue: 0.75, Base: 0.3) };

    /// <summary>Tokens of the vocabulary, at most.</summary>
    public int VocabularySize { get; init; } = 512;

    /// <summary>Problems on which the tokenizer is trained.</summary>
    public int TokenizerProblems { get; init; } = 4000;

    /// <summary>Width of the models, in heads of 32 components; one key/value head.</summary>
    public int HiddenSize { get; init; } = 96;

    /// <summary>Width inside the feed-forward blocks.</summary>
    public int IntermediateSize { get; init; } = 256;

    /// <summary>Decoder layers.</summary>
    public int Layers { get; init; } = 3;

    /// <summary>Fine-tuning rows without mistakes, seen first: the arithmetic is learned from them.</summary>
    public int CleanRows { get; init; } = 96_000;

    /// <summary>Fine-tuning rows with the annotators' mistakes, seen second.</summary>
    public int NoisyRows { get; init; } = 64_000;

    /// <summary>Fine-tuning on clean rows.</summary>
    public TrainingOptions Clean { get; init; } = new()
    {
        Epochs = 1, BatchSize = 32, MicroBatchSize = 16, LearningRate = 3e-3, MinLearningRate = 9e-4, WarmupSteps = 50, MaxLength = 256,
        ValidateEvery = 400, CheckpointEvery = 400, Workers = 0,
    };

    /// <summary>Fine-tuning on noisy rows.</summary>
    public TrainingOptions Noisy { get; init; } = new()
    {
        Epochs = 1, BatchSize = 32, MicroBatchSize = 16, LearningRate = 1.5e-3, MinLearningRate = 1e-4, WarmupSteps = 50, MaxLength = 256,
        ValidateEvery = 400, CheckpointEvery = 400, Workers = 0,
    };

    /// <summary>Training problems sampled for the value models.</summary>
    public int ValueProblems { get; init; } = 4800;

    /// <summary>Validation problems sampled for the value models' figures while they train.</summary>
    public int ValueValidationProblems { get; init; } = 100;

    /// <summary>Samples of each, K.</summary>
    public int ValueSamples { get; init; } = 20;

    /// <summary>How they are sampled.</summary>
    public TokenSampling Sampling { get; init; } = new() { MaxNewTokens = 128 };

    /// <summary>Training of the value function.</summary>
    public ValueTrainingOptions Value { get; init; } = new()
    {
        Loss = ValueLoss.Ctl, Epochs = 1, BatchSize = 4, MicroBatchSize = 2, LearningRate = 1.5e-3, MinLearningRate = 7.5e-5, MaxLength = 320,
        ValidateEvery = 150, CheckpointEvery = 150, Workers = 0,
    };

    /// <summary>Training of the outcome reward model.</summary>
    public ValueTrainingOptions Orm { get; init; } = new()
    {
        Loss = ValueLoss.Orm, Epochs = 1, BatchSize = 4, MicroBatchSize = 2, LearningRate = 1.5e-3, MinLearningRate = 7.5e-5, MaxLength = 320,
        ValidateEvery = 150, CheckpointEvery = 150, Workers = 0,
    };

    /// <summary>Validation problems written beside the models.</summary>
    public int ValidationProblems { get; init; } = 200;

    /// <summary>Held-out problems written beside the models.</summary>
    public int TestProblems { get; init; } = 500;

    /// <summary>The generator's shape for a vocabulary.</summary>
    public LlamaConfig Shape(int vocabulary, int eos) => new()
    {
        VocabularySize = vocabulary,
        HiddenSize = HiddenSize,
        IntermediateSize = IntermediateSize,
        Layers = Layers,
        Heads = HiddenSize / 32,
        KeyValueHeads = 1,
        HeadSize = 32,
        MaxPositions = 384,
        TieWordEmbeddings = true,
        EosTokenIds = [eos],
    };
}
