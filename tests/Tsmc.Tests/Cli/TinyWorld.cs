using Tsmc.Models;
using Tsmc.Problems;
using Tsmc.Problems.Arithmetic;
using Tsmc.Tests.Tokenization;
using Tsmc.Tokenization;

namespace Tsmc.Tests.Cli;

/// <summary>A folder with a few problems, a random generator, a value model of it and their tokenizer: the ground that verbs stand on.</summary>
public sealed class TinyWorld : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TinyWorld()
    {
        var world = new ArithmeticWorld(ArithmeticWorldOptions.Easy, 1);
        ArithmeticProblem[] problems = [.. world.Problems(ProblemSplit.Train, 12)];
        JsonLines.Write(Problems, problems.Select(problem => problem.ToProblem()));
        var annotator = new Annotator(AnnotatorOptions.None, 1);
        JsonLines.Write(SftRows, problems.Select(problem => problem.ToSftRow(annotator.Annotate(problem).Text)));

        Tokenizer tokenizer = BytePairTraining.Train(
            problems.Select(problem => PromptFormat.Prompt(problem.Text)), 160, Generator, maximumLength: 512);
        var config = new LlamaConfig
        {
            VocabularySize = tokenizer.VocabularySize,
            HiddenSize = 16,
            IntermediateSize = 24,
            Layers = 2,
            Heads = 2,
            KeyValueHeads = 1,
            HeadSize = 8,
            MaxPositions = 512,
            EosTokenIds = [tokenizer.EosId],
        };
        using Generator generator = Checkpoint.RandomGenerator(config, seed: 1);
        Checkpoint.Save(generator, Generator);
        using ValueModel value = Checkpoint.StartValueModel(Generator);
        Checkpoint.Save(value, Value);
        tokenizer.Save(Value);
    }

    public string Problems => File("problems.jsonl");

    public string SftRows => File("sft.jsonl");

    public string Generator => File("generator");

    public string Value => File("value");

    public string File(string name) => _folder.File(name);

    public void Dispose() => _folder.Dispose();
}
