using Tsmc.Models;
using Tsmc.Tests.Tokenization;
using static TorchSharp.torch;
using Generator = Tsmc.Models.Generator;

namespace Tsmc.Tests.Models;

public sealed class Int8Tests
{
    private static readonly int[] Text = [1, 17, 5, 30, 8, 8, 21, 36, 0, 12];

    [Theory]
    [InlineData("llama")]
    [InlineData("llama, all biases")]
    [InlineData("qwen3, tied, biases")]
    public void An_int8_model_computes_with_the_rounded_weights(string family)
    {
        using var folder = new TemporaryFolder();
        var model = new HandMadeCheckpoint(FamilyConfigs.Of(family), 8);
        model.Write(folder.File("fp32"));
        CheckpointConversion.Convert(folder.File("fp32"), folder.File("int8"), null, int8: true);

        // The same rounding by the definition: a row's largest magnitude is 127.
        foreach ((string name, (int[] shape, float[] values)) in model.Weights.Where(weight => weight.Key.EndsWith("_proj.weight", StringComparison.Ordinal)))
        {
            for (int row = 0; row < shape[0]; row++)
            {
                Span<float> numbers = values.AsSpan(row * shape[1], shape[1]);
                float scale = numbers.ToArray().Max(Math.Abs) / 127;
                for (int i = 0; i < numbers.Length; i++)
                {
                    numbers[i] = MathF.Round(numbers[i] / scale) * scale;
                }
            }
        }
        double[] expected = [.. new ReferenceDecoder(model).Logits(Text).SelectMany(row => row)];
        using Generator generator = Checkpoint.LoadGenerator(folder.File("int8"));
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        float[] logits = generator.Logits(generator.Backbone.Forward(tensor([.. Text.Select(id => (long)id)], [1, Text.Length]))).data<float>().ToArray();
        Assert.Equal(expected, logits.Select(x => (double)x), (a, b) => Math.Abs(a - b) <= 2e-4);
    }

    [Fact]
    public void It_is_smaller_saved_and_loaded_the_same_and_not_trained()
    {
        using var folder = new TemporaryFolder();
        (string original, string int8, string again) = (folder.File("fp32"), folder.File("int8"), folder.File("again"));
        new HandMadeCheckpoint(FamilyConfigs.Of("qwen2"), 9).Write(original);
        CheckpointConversion.Convert(original, int8, ScalarType.BFloat16, int8: true);
        using (Generator generator = Checkpoint.LoadGenerator(int8))
        {
            Assert.Equal(ScalarType.BFloat16, generator.Backbone.Type);
            Assert.All(generator.Parameters, parameter => Assert.False(parameter.requires_grad));
            Checkpoint.Save(generator, again);
        }
        Assert.Equal(File.ReadAllBytes(Path.Combine(int8, "model.safetensors")), File.ReadAllBytes(Path.Combine(again, "model.safetensors")));
        Assert.InRange(Checkpoint.Inspect(int8).WeightBytes, 1, Checkpoint.Inspect(original).WeightBytes / 2);
        Assert.Throws<ArgumentException>(() => CheckpointConversion.Convert(int8, folder.File("twice"), null, int8: true));
    }

    [Fact]
    public void Another_program_finds_a_method_that_it_does_not_know()
    {
        using var folder = new TemporaryFolder();
        new HandMadeCheckpoint(FamilyConfigs.Of("llama"), 9).Write(folder.File("fp32"));
        CheckpointConversion.Convert(folder.File("fp32"), folder.File("int8"), null, int8: true);
        Assert.Contains("\"quant_method\": \"tsmc-int8\"", File.ReadAllText(Path.Combine(folder.File("int8"), "config.json")));
    }
}
