using CsCheck;
using Tsmc.Models;
using static TorchSharp.torch;
using Generator = Tsmc.Models.Generator;

namespace Tsmc.Tests.Models;

public sealed class KvCacheTests
{
    private const int Positions = 24;

    // Sums of at most some 25 fp32 terms of order 1 in another order differ by about 25 * 6e-8 = 1.5e-6; a layer has about five such sums in
    // a row, two layers ten; the last norm divides by the stream's size, which is of order 1: some 2e-5, and 1e-4 leaves a margin of five.
    private const double Tolerance = 1e-4;

    private static readonly Gen<Case> Cases =
        from layers in Gen.Int[1, 2]
        from keyValueHeads in Gen.Int[1, 3]
        from shared in Gen.Int[1, 3]
        from headSize in Gen.Int[1, 3].Select(half => 2 * half)
        from hidden in Gen.Int[2, 3].Select(quarter => 4 * quarter)
        from bias in Gen.Bool
        from scaled in Gen.Bool
        from normed in Gen.Bool
        from window in Gen.OneOf(Gen.Const((int?)null), Gen.Int[1, Positions].Select(size => (int?)size))
        from seed in Gen.Long[0, 1000]
        from batch in Gen.Int[1, 4]
        from scattered in Gen.Bool
        from rows in Gen.Shuffle(new[] { 0, 1, 2, 3, 4, 5 })
        from texts in Gen.Int[0, 22].Array[1, Positions].Array[batch]
        from cuts in Gen.Int[0, Positions].Array[3].Array[batch]
        select new Case(
            RandomModels.Config(layers, keyValueHeads, shared, headSize, hidden, bias, scaled: scaled) with
            {
                Architecture = normed ? DecoderArchitecture.Qwen3 : bias ? DecoderArchitecture.Qwen2 : DecoderArchitecture.Mistral,
                SlidingWindow = window,
            }, seed, scattered ? rows[..batch] : null, texts, cuts);

    [Fact]
    public void Decoding_behind_a_cache_equals_a_whole_forward_pass() => Cases.Sample(
        test =>
        {
            using Generator generator = RandomModels.Generator(test.Config, test.Seed);
            Assert.Equal(Whole(generator, test.Texts), Cached(generator, test), (a, b) => Math.Abs(a - b) < Tolerance);
        },
        iter: 60, threads: 1, seed: "0000KvCache1", print: test => test.Print());

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Copied_rows_go_on_as_their_source(int keyValueHeads)
    {
        using Generator generator = RandomModels.Generator(RandomModels.Config(keyValueHeads: keyValueHeads), 3);
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        using var cache = new KvCache(generator.Config, 4, Positions, ScalarType.Float32, CPU);
        int[] text = [3, 1, 4, 1, 5];
        generator.Backbone.Forward(tensor(new long[] { 3, 1, 4, 1, 9, 9, 9, 9 }, [2, 4]), zeros(2, ScalarType.Int64), 4, cache);

        cache.CopyRows([0, 1], [1, 3], 4); // the second row, itself copied, is overwritten at the same time

        Tensor hidden = generator.Backbone.Forward(
            tensor(new long[] { 5, 9 }, [2, 1]), tensor(new long[] { 4, 4 }), 5, cache, tensor(new long[] { 1, 3 })); // [2, 1, hidden]
        Assert.Equal(Whole(generator, [text])[^12..], hidden[0, 0].data<float>().ToArray(), (a, b) => Math.Abs(a - b) < Tolerance);
        Assert.Equal(
            Whole(generator, [[9, 9, 9, 9, 9]])[^12..], hidden[1, 0].data<float>().ToArray(), (a, b) => Math.Abs(a - b) < Tolerance);
    }

    /// <summary>Hidden states of every token of every text, one text after the other.</summary>
    private static float[] Whole(Generator generator, int[][] texts)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        return [.. texts.SelectMany(text =>
            generator.Backbone.Forward(tensor([.. text.Select(id => (long)id)], [1, text.Length])).data<float>().ToArray())];
    }

    /// <summary>The same, read in segments: in each call every row gets the tokens up to its next cut, short rows are padded.</summary>
    private static float[] Cached(Generator generator, Case test)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        using var cache = new KvCache(generator.Config, 6, Positions, ScalarType.Float32, CPU);
        for (int layer = 0; layer < generator.Config.Layers; layer++)
        {
            // What earlier sequences left behind must not matter.
            cache.Layer(layer).Keys.fill_(3);
            cache.Layer(layer).Values.fill_(-5);
        }
        int batch = test.Texts.Length;
        var states = new List<float>[batch];
        var starts = new int[batch];
        for (int b = 0; b < batch; b++)
        {
            states[b] = [];
        }
        for (int segment = 0; segment <= 3; segment++)
        {
            int[] ends = [.. test.Texts.Select((text, b) => segment == 3 ? text.Length : Math.Clamp(test.Cuts[b].Order().ElementAt(segment), starts[b], text.Length))];
            int longest = Enumerable.Range(0, batch).Max(b => ends[b] - starts[b]);
            if (longest == 0)
            {
                continue;
            }
            long[] ids = [.. Enumerable.Range(0, batch).SelectMany(b => Enumerable.Range(0, longest)
                .Select(i => starts[b] + i < ends[b] ? (long)test.Texts[b][starts[b] + i] : 17))];
            Tensor hidden = generator.Backbone.Forward(
                tensor(ids, [batch, longest]), tensor([.. starts.Select(start => (long)start)]), ends.Max(), cache,
                test.Rows is { } rows ? tensor([.. rows.Select(row => (long)row)]) : null); // [B, L, hidden]
            foreach (int b in Enumerable.Range(0, batch).Where(b => ends[b] > starts[b]))
            {
                states[b].AddRange(hidden[b, ..(ends[b] - starts[b])].contiguous().data<float>().ToArray());
            }
            starts = ends;
        }
        return [.. states.SelectMany(row => row)];
    }

    private sealed record Case(LlamaConfig Config, long Seed, int[]? Rows, int[][] Texts, int[][] Cuts)
    {
        public string Print() =>
            $"{Config}, seed {Seed}, rows {string.Join(',', Rows ?? [])}, lengths {string.Join(',', Texts.Select(text => text.Length))}, "
            + $"cuts {string.Join(" | ", Cuts.Select(cuts => string.Join(',', cuts)))}";
    }
}
