using Tsmc.Grading;
using Tsmc.Models;
using Tsmc.Problems;
using Tsmc.Sampling;
using Tsmc.Tests.Tokenization;
using static TorchSharp.torch;
using Generator = Tsmc.Models.Generator;

namespace Tsmc.Tests.Sampling;

/// <summary>The engine with weights narrower than fp32.</summary>
public sealed class NumberTypesTests
{
    private static readonly Problem[] Problems = [.. Enumerable.Range(0, 3).Select(i => new Problem { Id = $"p{i}", Text = $"What is {i} + {i * 7}?", Answer = $"{i * 8}" })];

    private static readonly TsmcOptions Options = new() { MaxNewTokens = 40, Seed = 4, NumSamples = 8, TsmcBatchSize = 4, Warmup = 2, TsmcTemperature = 1 };

    [Theory]
    [InlineData(ScalarType.BFloat16, false)]
    [InlineData(ScalarType.Float16, false)]
    [InlineData(ScalarType.Float32, true)]
    [InlineData(ScalarType.BFloat16, true)]
    public async Task Solutions_are_near_those_of_fp32_and_do_not_depend_on_rows(ScalarType type, bool int8)
    {
        using var world = TinyWorld.Ascii();
        using var folder = new TemporaryFolder();
        Checkpoint.Save(world.Generator, folder.File("generator"));
        Checkpoint.Save(world.Values, folder.File("value"));
        if (int8)
        {
            CheckpointConversion.Convert(folder.File("generator"), folder.File("int8"), type, int8: true);
        }
        using Generator generator = Checkpoint.LoadGenerator(folder.File(int8 ? "int8" : "generator"), type: type);
        using ValueModel values = Checkpoint.LoadValueModel(folder.File("value"), type: type);

        IReadOnlyList<TsmcSample> few = await AllAsync(4);
        IReadOnlyList<TsmcSample> many = await AllAsync(24);

        Assert.Equal(few.SelectMany(sample => sample.Solutions).Select(row => row.Output), many.SelectMany(sample => sample.Solutions).Select(row => row.Output));
        Assert.All(few.SelectMany(sample => sample.Solutions).SelectMany(row => row.Values), value => Assert.InRange(value, 0, 1));
        Assert.Equal(generator.Backbone.Type, type);
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        Tensor ids = arange(2, 22, ScalarType.Int64).unsqueeze(0);
        Tensor exact = world.Generator.Logits(world.Generator.Backbone.Forward(ids));
        Tensor narrow = generator.Logits(generator.Backbone.Forward(ids)).to(ScalarType.Float32);

        // bf16 keeps eight bits: errors of some 0.4 % a number, a few of them in a row.
        Assert.InRange((exact - narrow).square().mean().sqrt().item<float>() / exact.std().item<float>(), 1e-7, 0.05);

        async Task<IReadOnlyList<TsmcSample>> AllAsync(int rows)
        {
            using var engine = new DecodingEngine(
                generator, values, world.Tokenizer, Options, maxContext: 128, new EngineOptions { Rows = rows, Workers = 1 });
            var sampler = new SolutionSampler(engine, world.Tokenizer, NumericGrader.Instance);
            return await Task.WhenAll(Problems.Select((problem, index) => sampler.TsmcAsync(problem, index, Options)));
        }
    }
}
