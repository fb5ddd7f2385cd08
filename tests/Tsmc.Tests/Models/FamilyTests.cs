using Tsmc.Models;
using Tsmc.Tests.Tokenization;
using static TorchSharp.torch;
using Generator = Tsmc.Models.Generator;

namespace Tsmc.Tests.Models;

/// <summary>Every family against <see cref="ReferenceDecoder"/>.</summary>
public sealed class FamilyTests
{
    // A correct fp32 pass against float64, as the tolerance has it; seen here: below 1e-5.
    private const double Tolerance = 2e-4;

    private static readonly int[] Text = [1, 17, 5, 30, 8, 8, 21, 36, 0, 12, 3, 25, 14, 9, 33, 2, 19, 28, 7, 11];

    public static TheoryData<string> Names => [.. FamilyConfigs.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Logits_are_the_definitions(string name)
    {
        using var folder = new TemporaryFolder();
        var model = new HandMadeCheckpoint(FamilyConfigs.Of(name), 1);
        model.Write(folder.Path);
        double[][] expected = new ReferenceDecoder(model).Logits(Text);
        using Generator generator = Checkpoint.LoadGenerator(folder.Path);
        using var frozen = no_grad();
        using var scope = NewDisposeScope();

        Near(expected, generator.Logits(generator.Backbone.Forward(Row(Text))));

        // The same text as a prompt and its continuation, and from a cache in two parts.
        Near(expected[7..], generator.Logits(generator.Backbone.Forward(Row(Text[..7]).squeeze(0), Row(Text[7..]))));
        using var cache = new KvCache(generator.Config, 2, Text.Length, ScalarType.Float32, CPU);
        Near(expected[..11], generator.Logits(generator.Backbone.Forward(Row(Text[..11]), tensor(new long[] { 0 }), 11, cache)));
        Near(expected[11..], generator.Logits(generator.Backbone.Forward(Row(Text[11..]), tensor(new long[] { 11 }), Text.Length, cache)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_saved_is_the_same_model(string name)
    {
        using var folder = new TemporaryFolder();
        (string first, string second) = (folder.File("first"), folder.File("second"));
        new HandMadeCheckpoint(FamilyConfigs.Of(name), 2).Write(first);
        using Generator generator = Checkpoint.LoadGenerator(first);
        Checkpoint.Save(generator, second);
        using Generator again = Checkpoint.LoadGenerator(second);
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        float[] Logits(Generator model) => model.Logits(model.Backbone.Forward(Row(Text))).data<float>().ToArray();
        Assert.Equal(generator.Config, again.Config);
        Assert.Equal(Logits(generator), Logits(again));
    }

    private static Tensor Row(int[] ids) => tensor([.. ids.Select(id => (long)id)], [1, ids.Length]);

    private static void Near(double[][] expected, Tensor logits) =>
        Assert.Equal(expected.SelectMany(row => row), logits.data<float>().ToArray().Select(x => (double)x), (a, b) => Math.Abs(a - b) <= Tolerance);
}
