using Tsmc.Models;
using static TorchSharp.torch;
using Generator = Tsmc.Models.Generator;

namespace Tsmc.Tests.Models;

public class AttentionMapTests
{
    private static readonly int[] Ids = [3, 1, 4, 1, 5, 9];

    [Fact]
    public void A_row_spreads_one_over_what_lies_behind()
    {
        using Generator generator = RandomModels.Generator(RandomModels.Config(layers: 2, keyValueHeads: 2, shared: 2), seed: 1);
        IReadOnlyList<float[,,]> layers = AttentionMap.Of(generator.Backbone, Ids);
        Assert.Equal(2, layers.Count);
        Assert.All(layers, layer => Assert.Equal((4, 6, 6), (layer.GetLength(0), layer.GetLength(1), layer.GetLength(2))));
        foreach (float[,,] layer in layers)
        {
            for (int head = 0; head < 4; head++)
            {
                for (int reading = 0; reading < Ids.Length; reading++)
                {
                    Assert.Equal(1, Enumerable.Range(0, reading + 1).Sum(read => layer[head, reading, read]), 5);
                    Assert.All(Enumerable.Range(reading + 1, Ids.Length - reading - 1), read => Assert.Equal(0, layer[head, reading, read]));
                }
            }
        }
    }

    [Fact]
    public void Heads_that_share_a_key_read_the_same_key()
    {
        LlamaConfig config = RandomModels.Config(layers: 1, keyValueHeads: 2, shared: 2);
        using Generator generator = RandomModels.Generator(config, seed: 3);
        using (no_grad())
        {
            using var scope = NewDisposeScope();
            Tensor projection = generator.Backbone.Layers[0].Qkv.Weight;
            // Head 1 asks what head 0 asks; heads 2 and 3, of the other key, too.
            foreach (int head in (int[])[1, 2, 3])
            {
                projection.narrow(0, head * config.HeadSize, config.HeadSize).copy_(projection.narrow(0, 0, config.HeadSize));
            }
        }
        float[,,] map = AttentionMap.Of(generator.Backbone, Ids)[0];
        double Difference(int a, int b) => (from reading in Enumerable.Range(0, Ids.Length)
                                            from read in Enumerable.Range(0, Ids.Length)
                                            select Math.Abs(map[a, reading, read] - map[b, reading, read])).Max();
        Assert.True(Difference(0, 1) < 1e-5 && Difference(2, 3) < 1e-5);
        Assert.True(Difference(0, 2) > 0.05);
    }

    [Fact]
    public void An_empty_or_overlong_text_is_refused()
    {
        using Generator generator = RandomModels.Generator(RandomModels.Config(), seed: 1);
        Assert.Throws<ArgumentException>(() => AttentionMap.Of(generator.Backbone, []));
        Assert.Throws<ArgumentException>(() => AttentionMap.Of(generator.Backbone, new int[65]));
    }
}
