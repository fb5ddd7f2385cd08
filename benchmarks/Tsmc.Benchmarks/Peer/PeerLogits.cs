using System.Text.Json.Nodes;
using Tsmc.Models;
using Tsmc.Tests.Models;
using static TorchSharp.torch;
using Generator = Tsmc.Models.Generator;

namespace Tsmc.Benchmarks.Peer;

/// <summary>Every family and switch through both decoders: how far the logits are apart, and how long the greedy tokens are the same.</summary>
internal static class PeerLogits
{
    private const int NewTokens = 64;

    // The numbers of Llama-3.2, whose scaling shows from some thousand tokens on.
    private const string Llama32 = """
        {"hidden_size": 64, "num_attention_heads": 2, "num_key_value_heads": 1, "head_dim": 64, "max_position_embeddings": 131072, "rope_theta": 500000.0,
         "rope_scaling": {"rope_type": "llama3", "factor": 32.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0, "original_max_position_embeddings": 8192}}
        """;

    public static void Print()
    {
        Console.WriteLine("| model | tokens | largest logit | largest difference | greedy tokens equal |");
        Console.WriteLine("|---|---:|---:|---:|---:|");
        string folder = Directory.CreateTempSubdirectory("tsmc-").FullName;
        try
        {
            foreach (string name in FamilyConfigs.Names)
            {
                Random(name, FamilyConfigs.Of(name), 64, Path.Combine(folder, "model"));
            }
            JsonObject long32 = FamilyConfigs.Of("llama, llama3");
            foreach ((string field, JsonNode? value) in JsonNode.Parse(Llama32)!.AsObject())
            {
                long32[field] = value?.DeepClone();
            }
            Random("llama, llama3, as in Llama-3.2", long32, 2048, Path.Combine(folder, "model"));
            if (Fixtures.Find("llama", "stories260K") is { } stories)
            {
                string file = Path.Combine(folder, "stories.gguf");
                using Generator generator = Checkpoint.LoadGenerator(stories);
                GgufModel.Write(file, stories, generator);
                Row("stories260K", generator, file, 256);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Random(string name, JsonObject config, int length, string folder)
    {
        var model = new HandMadeCheckpoint(config, 11);
        bool lacking = name.StartsWith("qwen3", StringComparison.Ordinal) && model.Weights.Keys.Any(IsOutputBias);
        foreach (string bias in model.Weights.Keys.Where(weight => lacking && IsOutputBias(weight)))
        {
            Array.Clear(model.Weights[bias].Values); // llama.cpp's qwen3 has no such bias
        }
        model.Write(folder);
        string file = Path.Combine(folder, "model.gguf");
        GgufModel.Write(
            file, config,
            model.Weights.Where(weight => !lacking || !IsOutputBias(weight.Key))
                .Select(weight => (weight.Key, weight.Value.Shape, (Func<float[]>)(() => weight.Value.Values))));
        using Generator generator = Checkpoint.LoadGenerator(folder);
        Row(lacking ? name + " (output bias 0)" : name, generator, file, length);
    }

    private static bool IsOutputBias(string name) => name.EndsWith("o_proj.bias", StringComparison.Ordinal);

    private static void Row(string name, Generator generator, string file, int length)
    {
        using var peer = new LlamaCpp(file, length + NewTokens, window: generator.Config.SlidingWindow, exact: true);
        int[] ids = [.. Enumerable.Range(0, length).Select(i => (int)((7L * i * i + 3 * i + 1) % generator.Config.VocabularySize))];
        float[] theirs = [.. peer.Logits(ids).SelectMany(row => row)];
        double difference = Logits(generator, ids).Zip(theirs, (a, b) => Math.Abs(a - b)).Max();
        int equal = GreedyDecoding.Run(generator, ids, NewTokens).Tokens.Zip(peer.Greedy(ids, NewTokens)).TakeWhile(pair => pair.First == pair.Second).Count();
        Console.WriteLine($"| {name} | {length} | {theirs.Max(Math.Abs):F1} | {difference:0.0e0} | {equal} of {NewTokens} |");
    }

    private static float[] Logits(Generator generator, int[] ids)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        return generator.Logits(generator.Backbone.Forward(tensor([.. ids.Select(id => (long)id)], [1, ids.Length]))).data<float>().ToArray();
    }
}
