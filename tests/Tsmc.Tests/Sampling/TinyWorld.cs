using Tsmc.Models;
using Tsmc.Randomness;
using Tsmc.Sampling;
using Tsmc.Tests.Tokenization;
using Tsmc.Tokenization;
using Tsmc.Tokenization.Json;
using static TorchSharp.torch;
using Generator = Tsmc.Models.Generator;

namespace Tsmc.Tests.Sampling;

/// <summary>
/// A random transformer over few tokens, with its tokenizer and a random value model. Its distribution can be enumerated, its steps and
/// solutions are short, and its weights are large enough that what came before matters.
/// </summary>
internal sealed class TinyWorld : IDisposable
{
    /// <summary>Ids of <see cref="Letters"/>: the end, a newline, two letters, a blank line (which ends a step).</summary>
    public const int Eos = 0, Newline = 1, A = 2, B = 3, BlankLine = 4;

    private TinyWorld(Tokenizer tokenizer, IReadOnlyDictionary<int, double> bias, long seed, int layers, double spread, int padding = 0)
    {
        Tokenizer = tokenizer;
        Config = new LlamaConfig
        {
            VocabularySize = tokenizer.VocabularySize + padding,
            HiddenSize = 16,
            IntermediateSize = 24,
            Layers = layers,
            Heads = 4,
            KeyValueHeads = 2,
            HeadSize = 4,
            MaxPositions = 256,
            EosTokenIds = [tokenizer.EosId],
        };
        Generator = Checkpoint.RandomGenerator(Config, seed);
        Values = new ValueModel(Config, ScalarType.Float32, CPU);
        using Generator other = Checkpoint.RandomGenerator(Config, seed + 1);
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        Enlarge(Generator, spread);
        Enlarge(other, spread);

        // One component of the residual stream stands firm, so that the head's column there is a bias of each token.
        Generator.Backbone.Embedding[.., 0] = 3;
        foreach ((int token, double weight) in bias)
        {
            Generator.Head[token, 0] = weight;
        }
        foreach ((NamedWeight<ValueModel> copy, NamedWeight<Generator> weight) in NamedWeights.OfValueModel(Config).Zip(NamedWeights.OfGenerator(Config)))
        {
            copy.View(Values).copy_(weight.View(other));
        }
        var random = new CounterRandom(seed + 2, RandomStream.Weights);
        Values.Head.copy_(tensor([.. Enumerable.Range(0, Config.HiddenSize).Select(i => (float)(2 * random.Uniform((uint)i) - 1))], [1, Config.HiddenSize]));
        Values.HeadBias.zero_();
    }

    public Tokenizer Tokenizer { get; }

    public LlamaConfig Config { get; }

    public Generator Generator { get; }

    public ValueModel Values { get; }

    /// <summary>Five tokens; the model's vocabulary may be padded with tokens that the tokenizer lacks.</summary>
    public static TinyWorld Letters(long seed = 5, double blankLine = 0.9, double eos = 0.3, int layers = 1, int padding = 0) =>
        new(LetterTokenizer(), new Dictionary<int, double> { [BlankLine] = blankLine, [Eos] = eos, [Newline] = -2 }, seed, layers, 15, padding);

    /// <summary>Printable ASCII, so that prompts can be written; solutions take some tens of tokens and a few steps.</summary>
    public static TinyWorld Ascii(long seed = 1)
    {
        using var folder = new TemporaryFolder();
        Tokenizer tokenizer = BytePairTraining.Train([], BytePairTraining.MinimumVocabularySize, folder.Path);
        int blankLine = tokenizer.Encode("\n\n")[0];
        return new TinyWorld(tokenizer, new Dictionary<int, double> { [tokenizer.EosId] = 0.6, [blankLine] = 0.9 }, seed, layers: 2, spread: 10);
    }

    public DecodingEngine Engine(
        int rows, int workers = 1, double temperature = 1, int topK = 0, int maxContext = 128, bool values = true) =>
        new(Generator, values ? Values : null, Tokenizer, new TokenSampling { Temperature = temperature, TopK = topK }, maxContext,
            new EngineOptions { Rows = rows, Workers = workers });

    /// <summary>Logits of the next token after texts of one length, by whole forward passes; a row of the vocabulary each.</summary>
    public IReadOnlyList<float[]> Logits(IReadOnlyList<int[]> texts)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        Tensor ids = tensor([.. texts.SelectMany(text => text).Select(id => (long)id)], [texts.Count, texts[0].Length]);
        Tensor logits = Generator.Logits(Generator.Backbone.Forward(ids)[.., ^1]); // [B, vocabulary]
        return [.. logits.data<float>().ToArray().Chunk(Config.VocabularySize)];
    }

    /// <summary>log V_theta after a text, by a whole forward pass.</summary>
    public double LogValue(IReadOnlyList<int> tokens)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        Tensor logit = Values.Logits(Values.Backbone.Forward(Ids(tokens))[0, tokens.Count - 1]);
        return -Math.Log(1 + Math.Exp(-logit.item<float>()));
    }

    /// <summary>Probabilities of the next token after temperature and top-k, in double precision; a row of the vocabulary for each text.</summary>
    public IReadOnlyList<double[]> NextTokens(IReadOnlyList<int[]> texts, double temperature, int topK) =>
        [.. Logits(texts).Select(logits => Softmax(logits, temperature, topK))];

    /// <summary>Probabilities of tokens after temperature and top-k (0: all), in double precision.</summary>
    public static double[] Softmax(float[] logits, double temperature, int topK)
    {
        double least = topK == 0 ? double.NegativeInfinity : logits.OrderDescending().ElementAt(Math.Min(topK, logits.Length) - 1);
        double[] masses = [.. logits.Select(logit => logit >= least ? Math.Exp((logit - logits.Max()) / temperature) : 0)];
        return [.. masses.Select(mass => mass / masses.Sum())];
    }

    /// <summary>When two particles are the same partial solution.</summary>
    public static IEqualityComparer<TextParticle> SameTokens { get; } = EqualityComparer<TextParticle>.Create(
        (a, b) => a!.Status == b!.Status && a.Tokens().AsSpan().SequenceEqual(b.Tokens()), particle => particle.Length);

    public void Dispose()
    {
        Generator.Dispose();
        Values.Dispose();
    }

    private static Tensor Ids(IReadOnlyList<int> tokens) => tensor([.. tokens.Select(id => (long)id)], [1, tokens.Count]);

    private static void Enlarge(Generator generator, double factor)
    {
        foreach (Tensor weight in generator.Parameters.Where(weight => weight.dim() > 1))
        {
            weight.mul_(factor);
        }
    }

    private static Tokenizer LetterTokenizer()
    {
        using var folder = new TemporaryFolder();
        string newline = ByteLevel.Symbol((byte)'\n').ToString();
        Tokenizer.WriteFile(folder.Path, TokenizerJson.FileName,
            TokenizerJsonWriter.Write(["<eos>"], [newline, "a", "b"], [(newline, newline)], "\n\n|[^A-Z]"));
        Tokenizer.WriteFile(folder.Path, TokenizerConfig.FileName, TokenizerConfig.Write("<eos>", "<eos>", 256));
        return Tokenizer.Load(folder.Path);
    }
}
