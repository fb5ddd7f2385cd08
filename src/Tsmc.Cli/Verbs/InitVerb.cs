using System.CommandLine;
using Tsmc.Cli.Flags;
using Tsmc.Demonstration;
using Tsmc.Models;
using Tsmc.Problems;
using Tsmc.Tokenization;

namespace Tsmc.Cli.Verbs;

/// <summary><c>tsmc init</c>: a generator that has learned nothing yet, for <c>tsmc sft</c> to start from.</summary>
internal sealed class InitVerb : Verb
{
    private static readonly DemonstrationRecipe Standard = new();
    private static readonly LlamaConfig Shape = Standard.Shape(Standard.VocabularySize, 0);

    private readonly Option<string> _data = Flag.Required<string>("--data", "JSON Lines file of fine-tuning rows on whose text the tokenizer is trained.");
    private readonly Option<string> _output = Flag.Required<string>("--output", "Folder for the tokenizer and the random weights.");
    private readonly Option<int> _rows = Flag.Of("--rows", Standard.TokenizerProblems, "Rows that the tokenizer reads.");
    private readonly Option<int> _vocabulary = Flag.Of("--vocabulary-size", Standard.VocabularySize, "Tokens, at most; digits are tokens of their own.");
    private readonly Option<int> _hidden = Flag.Of("--hidden-size", Shape.HiddenSize, "Width of the model.");
    private readonly Option<int> _intermediate = Flag.Of("--intermediate-size", Shape.IntermediateSize, "Width inside the feed-forward blocks.");
    private readonly Option<int> _layers = Flag.Of("--layers", Shape.Layers, "Decoder layers.");
    private readonly Option<int> _heads = Flag.Of("--heads", Shape.Heads, "Query heads.");
    private readonly Option<int> _keyValueHeads = Flag.Of("--key-value-heads", Shape.KeyValueHeads, "Key/value heads; divides the query heads.");
    private readonly Option<int> _maxPositions = Flag.Of("--max-positions", Shape.MaxPositions, "Longest context in tokens.");
    private readonly Option<long> _seed = Flag.Of("--seed", Standard.TrainingSeed, "Seed of the random weights.");

    public InitVerb()
        : base(
            "init",
            "Make a generator from nothing: train a digit-wise tokenizer and draw random weights.",
            "tsmc init --data problems/sft.jsonl --output base") =>
        AddAll(_data, _output, _rows, _vocabulary, _hidden, _intermediate, _layers, _heads, _keyValueHeads, _maxPositions, _seed);

    protected override Task<int> RunAsync(Session session, CancellationToken ct)
    {
        string output = session.Require(_output);
        IEnumerable<string> texts = JsonLines.Read<SftRow>(session.Require(_data)).Take(session.Get(_rows))
            .Select(row => PromptFormat.Prompt(row.Input) + row.OutputPrefix + row.Output);
        Tokenizer tokenizer = BytePairTraining.Train(texts, session.Get(_vocabulary), output, cancellation: ct);
        int heads = session.Get(_heads);
        LlamaConfig shape = Shape with
        {
            VocabularySize = tokenizer.VocabularySize,
            EosTokenIds = [tokenizer.EosId],
            HiddenSize = session.Get(_hidden),
            IntermediateSize = session.Get(_intermediate),
            Layers = session.Get(_layers),
            Heads = heads,
            KeyValueHeads = session.Get(_keyValueHeads),
            HeadSize = session.Get(_hidden) / Math.Max(1, heads),
            MaxPositions = session.Get(_maxPositions),
        };
        shape.Validate();
        using Generator generator = Checkpoint.RandomGenerator(shape, session.Get(_seed));
        Checkpoint.Save(generator, output);
        session.Output.WriteLine($"Wrote {output}: {tokenizer.VocabularySize} tokens, {generator.Parameters.Sum(weight => weight.numel()):N0} weights.");
        return Task.FromResult(ExitCode.Success);
    }
}
