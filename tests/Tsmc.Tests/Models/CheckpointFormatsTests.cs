using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Tsmc.Models;
using Tsmc.Tests.Architecture;
using Tsmc.Tests.Tokenization;
using static TorchSharp.torch;
using Generator = Tsmc.Models.Generator;

namespace Tsmc.Tests.Models;

/// <summary>The same weights in every layout that is read give the same model.</summary>
public sealed class CheckpointFormatsTests
{
    private static readonly int[] Text = [1, 17, 5, 30, 8, 8, 21, 36, 0, 12];

    [Fact]
    public void Several_files_with_an_index_are_one_model()
    {
        using var folder = new TemporaryFolder();
        HandMadeCheckpoint model = Made(folder.File("whole"));
        model.Write(folder.File("parts"), shards: 3);
        Assert.Equal(Logits(folder.File("whole")), Logits(folder.File("parts")));
    }

    [Fact]
    public void PyTorchs_archives_are_read_in_one_file_and_in_several()
    {
        using var folder = new TemporaryFolder();
        HandMadeCheckpoint model = Made(folder.File("whole"));
        (string Name, int[] Shape, float[] Values)[] tensors = [.. model.Weights.Select(weight => (weight.Key, weight.Value.Shape, weight.Value.Values))];

        string one = folder.File("one");
        Directory.CreateDirectory(one);
        File.WriteAllText(Path.Combine(one, "config.json"), model.Config.ToJsonString());
        File.WriteAllBytes(Path.Combine(one, "pytorch_model.bin"), HandMadePickle.Archive(tensors));
        Assert.Equal(Logits(folder.File("whole")), Logits(one));

        string two = folder.File("two");
        Directory.CreateDirectory(two);
        File.WriteAllText(Path.Combine(two, "config.json"), model.Config.ToJsonString());
        var map = new JsonObject();
        foreach (int shard in (int[])[1, 2])
        {
            string file = $"pytorch_model-{shard:D5}-of-00002.bin";
            (string Name, int[] Shape, float[] Values)[] mine = [.. tensors.Where((_, i) => i % 2 == shard - 1)];
            File.WriteAllBytes(Path.Combine(two, file), HandMadePickle.Archive(mine));
            foreach ((string name, _, _) in mine)
            {
                map[name] = file;
            }
        }
        File.WriteAllText(Path.Combine(two, "pytorch_model.bin.index.json"), new JsonObject { ["weight_map"] = map }.ToJsonString());
        Assert.Equal(Logits(folder.File("whole")), Logits(two));
    }

    [Fact]
    public void A_bf16_file_read_as_fp32_has_the_rounded_weights()
    {
        using var folder = new TemporaryFolder();
        HandMadeCheckpoint model = Made(folder.File("fp32"));
        model.Write(folder.File("bf16"), bf16: true);
        model.RoundToBf16();
        model.Write(folder.File("rounded"));
        Assert.Equal(Logits(folder.File("rounded")), Logits(folder.File("bf16"), ScalarType.Float32));
        Assert.Equal(ScalarType.BFloat16, Checkpoint.Inspect(folder.File("bf16")).Type);
    }

    [Theory]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Float16)]
    public void Saved_in_many_files_and_loaded_again_it_is_the_same_to_the_bit(ScalarType type)
    {
        using var folder = new TemporaryFolder();
        (string first, string second) = (folder.File("first"), folder.File("second"));
        Made(first);
        float[] expected;
        using (Generator generator = Checkpoint.LoadGenerator(first, type: type))
        {
            expected = Logits(generator);
            Checkpoint.Save(generator, second, maxShardBytes: 4000);
        }
        Assert.True(Directory.GetFiles(second, "model-*.safetensors").Length > 3);
        using (Generator generator = Checkpoint.LoadGenerator(second))
        {
            Assert.Equal(type, generator.Backbone.Type);
            Assert.Equal(expected, Logits(generator));
            Checkpoint.Save(generator, second); // in one file again: the many go
        }
        Assert.Equal(["config.json", "model.safetensors"], Directory.GetFiles(second).Select(path => Path.GetFileName(path)!).Order());
        Assert.Equal(expected, Logits(second));
    }

    [Fact]
    public void Llama2_c_files_write_what_llama2_c_writes()
    {
        string file = Repository.Fixture("llama", "stories260K.bin");
        string folder = Repository.Fixture("llama", "stories260K");
        using JsonDocument expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "expected.json")));
        using Generator generator = Checkpoint.LoadGenerator(file);
        foreach (JsonElement story in expected.RootElement.EnumerateArray())
        {
            int[] prompt = [.. story.GetProperty("prompt_ids").EnumerateArray().Select(id => id.GetInt32())];
            int[] all = [.. story.GetProperty("input_ids").EnumerateArray().Select(id => id.GetInt32())];
            Assert.Equal(all[prompt.Length..], GreedyDecoding.Run(generator, prompt, all.Length - prompt.Length).Tokens);
        }
    }

    [Fact]
    public void A_changed_file_loads_or_is_refused_in_one_way_only()
    {
        using var folder = new TemporaryFolder();
        Made(folder.Path);
        string path = folder.File("model.safetensors");
        byte[] good = File.ReadAllBytes(path);
        string json = folder.File("config.json");
        byte[] config = File.ReadAllBytes(json);
        string pickle = folder.File("pytorch_model.bin");
        byte[] archive = HandMadePickle.Archive([.. new HandMadeCheckpoint(FamilyConfigs.Of("llama"), 3).Weights
            .Select(weight => (weight.Key, weight.Value.Shape, weight.Value.Values))]);

        Gen.Select(Gen.Int[0, 2], Gen.Select(Gen.Double[0, 1], Gen.Byte).Array[1, 4], Gen.Double[0.5, 1.5]).Sample((which, changes, cut) =>
        {
            byte[] Changed(byte[] original, double reach)
            {
                byte[] changed = original[..(int)Math.Min(original.Length, original.Length * Math.Max(cut, 0.999 * cut))];
                foreach ((double at, byte value) in changes)
                {
                    changed[(int)Math.Min(changed.Length - 1, at * reach * changed.Length)] = value;
                }
                return changed;
            }
            File.WriteAllBytes(json, which == 0 ? Changed(config, 1) : config);
            File.Delete(path);
            File.Delete(pickle);
            File.WriteAllBytes(which == 2 ? pickle : path, which switch
            {
                1 => Changed(good, 0.1), // the header mostly
                2 => Changed(archive, 1),
                _ => good,
            });
            try
            {
                Checkpoint.LoadGenerator(folder.Path).Dispose();
            }
            catch (Exception error) when (error is InvalidDataException or FileNotFoundException)
            {
                Assert.Contains(folder.Path, error.Message);
            }
        }, iter: 600, threads: 1, seed: "0000KOIg9Xp3");
    }

    private static HandMadeCheckpoint Made(string folder)
    {
        var model = new HandMadeCheckpoint(FamilyConfigs.Of("llama"), 3);
        model.Write(folder);
        return model;
    }

    private static float[] Logits(string folder, ScalarType? type = null)
    {
        using Generator generator = Checkpoint.LoadGenerator(folder, type: type);
        return Logits(generator);
    }

    private static float[] Logits(Generator generator)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        return generator.Logits(generator.Backbone.Forward(tensor([.. Text.Select(id => (long)id)], [1, Text.Length])))
            .to(ScalarType.Float32).data<float>().ToArray();
    }
}
