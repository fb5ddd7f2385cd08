using Tsmc.Models;
using Tsmc.Tests.Tokenization;
using static TorchSharp.torch;
using Generator = Tsmc.Models.Generator;

namespace Tsmc.Tests.Models;

public sealed class RowProductTests
{
    [Theory]
    [InlineData(ScalarType.Float32, 512, 768)]
    [InlineData(ScalarType.Float32, 1001, 259)] // neither four streams of rows nor whole vectors
    [InlineData(ScalarType.BFloat16, 512, 768)]
    [InlineData(ScalarType.BFloat16, 1003, 265)]
    [InlineData(ScalarType.Int8, 512, 768)]
    [InlineData(ScalarType.Int8, 1002, 271)]
    public void A_row_times_a_matrix_is_the_sum_of_products(ScalarType type, int outputs, int inputs)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        Tensor weight = (Waves(outputs * inputs, 0.37) * 127).round().view(outputs, inputs).to(type); // whole numbers: exact in every type
        Tensor x = Waves(inputs, 0.61).view(1, 1, inputs);
        Assert.True(RowProduct.Takes(x, weight));
        double[] w = [.. weight.to(ScalarType.Float32).data<float>().Select(value => (double)value)];
        double[] v = [.. x.data<float>().Select(value => (double)value)];
        float[] product = RowProduct.Of(x, weight).data<float>().ToArray();
        Assert.Equal(outputs, product.Length);
        for (int row = 0; row < outputs; row++)
        {
            double[] terms = [.. Enumerable.Range(0, inputs).Select(i => w[row * inputs + i] * v[i])];
            // A sum of n terms in any order: each of at most n roundings costs half a unit of 2^-23 of what has been added.
            double bound = inputs * Math.Pow(2, -24) * terms.Sum(Math.Abs);
            Assert.InRange(product[row], terms.Sum() - bound, terms.Sum() + bound);
        }
    }

    [Fact]
    public void Threads_do_not_change_a_bit()
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        Tensor weight = Waves(1021 * 515, 0.37).view(1021, 515), x = Waves(515, 0.61).view(1, 515);
        int before = get_num_threads();
        try
        {
            float[][] products = [.. new[] { 1, 3 }.Select(threads =>
            {
                set_num_threads(threads);
                return RowProduct.Of(x, weight).data<float>().ToArray();
            })];
            Assert.Equal(products[0], products[1]);
        }
        finally
        {
            set_num_threads(before);
        }
    }

    [Fact]
    public void Several_rows_small_matrices_and_training_are_left_to_libtorch()
    {
        using var scope = NewDisposeScope();
        Tensor weight = zeros(512, 512), row = zeros(1, 1, 512);
        Assert.False(RowProduct.Takes(row, weight)); // a gradient might be wanted
        using var frozen = no_grad();
        Assert.True(RowProduct.Takes(row, weight));
        Assert.False(RowProduct.Takes(zeros(4, 1, 512), weight));
        Assert.False(RowProduct.Takes(row, zeros(16, 512)));
        Assert.False(RowProduct.Takes(row, weight.to(ScalarType.Float16)));
    }

    /// <summary>Large enough that every product of the last token is such a row; biases, and int8 with its scales, are beside it.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_token_read_alone_has_the_logits_of_the_whole_text(bool int8)
    {
        LlamaConfig config = RandomModels.Config(headSize: 64, hidden: 512, bias: true) with { IntermediateSize = 600, VocabularySize = 300 };
        using var folder = new TemporaryFolder();
        (string original, string path) = (folder.File("fp32"), folder.File("model"));
        using (Generator random = Checkpoint.RandomGenerator(config, 5))
        {
            using var untracked = no_grad();
            random.Backbone.Layers[0].Qkv.Bias!.fill_(0.3);
            Checkpoint.Save(random, original);
        }
        CheckpointConversion.Convert(original, path, null, int8);
        using Generator generator = Checkpoint.LoadGenerator(path);
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        Assert.All(new[] { generator.Backbone.Layers[0].Qkv, generator.Backbone.Layers[0].Down }, projection =>
            Assert.True(RowProduct.Takes(zeros(1, projection.Weight.shape[1]), projection.Weight)));
        using var cache = new KvCache(config, 1, 8, ScalarType.Float32, CPU);
        Tensor text = tensor(new long[] { 5, 9, 2, 7, 11, 3 }, [1, 6]);
        generator.Backbone.Forward(text.narrow(1, 0, 5), zeros(1, ScalarType.Int64), 5, cache);
        Tensor alone = generator.Logits(generator.Backbone.Forward(text.narrow(1, 5, 1), full(1, 5, ScalarType.Int64), 6, cache));
        Tensor whole = generator.Logits(generator.Backbone.Forward(text)).narrow(1, 5, 1);
        // fp32 products of 600 terms and less, some ten in a row, on logits of order 1: 600 * 10 * 6e-8 = 4e-4 at the very worst.
        Assert.Equal(whole.data<float>().ToArray(), alone.data<float>().ToArray(), (a, b) => Math.Abs(a - b) <= 4e-4);
    }

    private static Tensor Waves(int count, double step) => tensor([.. Enumerable.Range(0, count).Select(i => (float)((i * step % 1.0) - 0.5))]);
}
