using Tsmc.Grading;
using Tsmc.Problems;
using Tsmc.Records;
using Tsmc.Sampling;
using Tsmc.Tests.Sampling;
using Tsmc.Tests.Tokenization;
using Tsmc.Tokenization;

namespace Tsmc.Tests.Records;

/// <summary>Two problems with three groups each, run once by a random model for all tests of the class.</summary>
public sealed class RecordedRuns : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    public static Problem[] Problems { get; } =
        [new() { Id = "p0", Text = "What is 1 + 1?", Answer = "2" }, new() { Id = "p1", Text = "Is \"1 < 2\" & so?", Answer = "yes" }];

    public static TsmcOptions Options { get; } = new()
    {
        MaxNewTokens = 40, Seed = 21, NumSamples = 11, TsmcBatchSize = 4, Warmup = 2, TsmcTemperature = 1,
    };

    public Tokenizer Tokenizer { get; private set; } = null!;

    public IReadOnlyList<TsmcSample> Samples { get; private set; } = null!;

    public string File(string name) => _folder.File(name);

    public async ValueTask InitializeAsync()
    {
        using var world = TinyWorld.Ascii();
        Tokenizer = world.Tokenizer;
        using DecodingEngine engine = world.Engine(rows: 32, temperature: Options.Temperature, topK: Options.TopK);
        var sampler = new SolutionSampler(engine, Tokenizer, NumericGrader.Instance);
        Samples = await Task.WhenAll(Problems.Select((problem, index) => sampler.TsmcAsync(problem, index, Options)));
    }

    /// <summary>Writes a record of all runs and gives its path.</summary>
    public string Write(string name)
    {
        string path = File(name);
        using RunRecordWriter writer = RunRecordWriter.Create(path, RunHeader.Of(Options) with { Model = "gen" }, Tokenizer, NumericGrader.Instance);
        foreach ((int index, TsmcSample sample) in Samples.Index())
        {
            writer.Add(index, Problems[index], sample.Runs);
        }
        return path;
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>The slot at a step of the recorded particle's ancestor.</summary>
    public static int AncestorOf(RecordedGroup group, int particle, int step)
    {
        int slot = particle;
        for (int t = group.Steps.Count - 1; t >= step; t--)
        {
            slot = group.Steps[t - 1].Ancestors?[slot] ?? slot;
        }
        return slot;
    }
}
