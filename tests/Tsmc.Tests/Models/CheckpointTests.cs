using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using TorchSharp;
using Tsmc.Models;
using Tsmc.Tests.Architecture;
using Tsmc.Tests.Tokenization;
using static TorchSharp.torch;
using Generator = Tsmc.Models.Generator;

namespace Tsmc.Tests.Models;

public sealed class CheckpointTests
{
    [Theory]
    [InlineData(false, false, false)]
    [InlineData(true, true, false)]
    [InlineData(false, true, true)]
    public void Saved_loaded_and_saved_again_the_files_are_the_same(bool bias, bool tied, bool scaled)
    {
        using var folder = new TemporaryFolder();
        (string first, string second) = (folder.File("first"), folder.File("second"));
        using (Generator generator = RandomModels.Generator(RandomModels.Config(bias: bias, tied: tied, scaled: scaled), 5))
        {
            Checkpoint.Save(generator, first);
        }
        using (Generator generator = Checkpoint.LoadGenerator(first))
        {
            Assert.Equal(RandomModels.Config(bias: bias, tied: tied, scaled: scaled), generator.Config);
            Checkpoint.Save(generator, second);
        }
        SameFiles(first, second, 2);
    }

    [Fact]
    public void A_value_model_starts_from_a_generator_and_comes_back_the_same()
    {
        using var folder = new TemporaryFolder();
        (string start, string first, string second) = (folder.File("start"), folder.File("first"), folder.File("second"));
        using (Generator generator = RandomModels.Generator(RandomModels.Config(), 6))
        {
            Checkpoint.Save(generator, start);
        }
        using (ValueModel model = Checkpoint.StartValueModel(start))
        using (no_grad())
        using (NewDisposeScope())
        {
            Tensor logits = model.Logits(model.Backbone.Forward(tensor(new long[] { 1, 2, 3 }, [1, 3])));
            Assert.Equal([0f, 0, 0], logits.data<float>().ToArray()); // V = 1/2 everywhere
            model.Head.fill_(0.25);
            model.HeadBias.fill_(-1);
            Checkpoint.Save(model, first);
        }
        using (ValueModel model = Checkpoint.LoadValueModel(first))
        {
            Assert.Equal([-1f], model.HeadBias.data<float>().ToArray());
            Checkpoint.Save(model, second);
        }
        SameFiles(first, second, 3);
        Assert.Throws<FileNotFoundException>(() => Checkpoint.LoadValueModel(start));
    }

    [Theory]
    [InlineData("llama-headdim")]
    [InlineData("qwen2")]
    public void Tensors_bear_the_names_and_shapes_that_transformers_gives_them(string name)
    {
        string given = Repository.Fixture("tiny-models", name);
        using var folder = new TemporaryFolder();
        using (Generator generator = Checkpoint.LoadGenerator(given))
        {
            Checkpoint.Save(generator, folder.Path);
        }
        Assert.Equal(Shapes(given), Shapes(folder.Path));
    }

    [Fact]
    public void The_same_seed_gives_the_same_random_weights()
    {
        float[][] weights = [.. new long[] { 1, 1, 2 }.Select(seed =>
        {
            using Generator generator = Checkpoint.RandomGenerator(RandomModels.Config(), seed);
            return generator.Parameters.SelectMany(weight => weight.data<float>().ToArray()).ToArray();
        })];
        Assert.Equal(weights[0], weights[1]);
        Assert.NotEqual(weights[0], weights[2]);
    }

    [Fact]
    public void A_damaged_weights_file_is_refused_in_one_sentence_and_leaves_no_tensor()
    {
        using var folder = new TemporaryFolder();
        using (Generator generator = RandomModels.Generator(RandomModels.Config(), 7))
        {
            Checkpoint.Save(generator, folder.Path);
        }
        string path = folder.File("model.safetensors");
        byte[] whole = File.ReadAllBytes(path);
        int header = (int)BinaryPrimitives.ReadInt64LittleEndian(whole);

        long before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;

        Refused("not a readable safetensors file", []);
        Refused("not a readable safetensors file", whole[..5]);
        Refused("not a readable safetensors file", whole[..(8 + header / 2)]);
        Refused("not a readable safetensors file", whole[..^1]);
        Refused("not a readable safetensors file", Encoding.UTF8.GetBytes("this is no weights file, whatever its name says"));
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        foreach (long claimed in new[] { 1L << 20, 1L << 30, 1L << 40, long.MaxValue, -1 })
        {
            byte[] hostile = [.. whole];
            BinaryPrimitives.WriteInt64LittleEndian(hostile, claimed);
            Refused("not a readable safetensors file", hostile);
        }
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - allocated < 16 << 20, "memory was allocated because a file claimed to need it");
        Refused("the tensor model.norm.weight is missing.", Renamed("model.norm.weight", "model.form.weight"));
        Refused("the tensor model.embed_tokens.weight has shape [24, 12], expected [23, 12].", WithVocabulary(24));
        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);

        void Refused(string sentence, byte[] content)
        {
            File.WriteAllBytes(path, content);
            var error = Assert.Throws<InvalidDataException>(() => Checkpoint.LoadGenerator(folder.Path));
            Assert.StartsWith($"{path}: ", error.Message);
            Assert.Contains(sentence, error.Message);
            Assert.DoesNotContain('\n', error.Message);
        }

        byte[] Renamed(string from, string to)
        {
            byte[] changed = [.. whole];
            Encoding.ASCII.GetBytes(to).CopyTo(changed, Encoding.Latin1.GetString(whole, 0, 8 + header).IndexOf(from, StringComparison.Ordinal));
            return changed;
        }

        static byte[] WithVocabulary(int size)
        {
            using var other = new TemporaryFolder();
            using Generator generator = RandomModels.Generator(RandomModels.Config() with { VocabularySize = size }, 7);
            Checkpoint.Save(generator, other.Path);
            return File.ReadAllBytes(other.File("model.safetensors"));
        }
    }

    [Fact]
    public void A_folder_without_weights_is_refused()
    {
        using var folder = new TemporaryFolder();
        Assert.StartsWith(folder.File("config.json"), Assert.Throws<FileNotFoundException>(() => Checkpoint.LoadGenerator(folder.Path)).Message);
        RandomModels.Config().Save(folder.Path);
        Assert.StartsWith(folder.File("model.safetensors"), Assert.Throws<FileNotFoundException>(() => Checkpoint.LoadGenerator(folder.Path)).Message);
    }

    private static void SameFiles(string first, string second, int count)
    {
        string[] names = [.. Directory.GetFiles(first).Select(path => Path.GetFileName(path)!).Order()];
        Assert.Equal(count, names.Length);
        Assert.Equal(names, Directory.GetFiles(second).Select(path => Path.GetFileName(path)!).Order());
        Assert.All(names, name => Assert.Equal(File.ReadAllBytes(Path.Combine(first, name)), File.ReadAllBytes(Path.Combine(second, name))));
    }

    private static string[] Shapes(string folder)
    {
        byte[] file = File.ReadAllBytes(Path.Combine(folder, "model.safetensors"));
        using JsonDocument header = JsonDocument.Parse(file.AsMemory(8, (int)BinaryPrimitives.ReadInt64LittleEndian(file)));
        return [.. header.RootElement.EnumerateObject().Where(entry => entry.Name != "__metadata__")
            .Select(entry => $"{entry.Name} {entry.Value.GetProperty("dtype")} [{string.Join(',', entry.Value.GetProperty("shape").EnumerateArray())}]").Order()];
    }
}
