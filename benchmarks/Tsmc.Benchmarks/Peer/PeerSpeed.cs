using Tsmc.Models;
using static TorchSharp.torch;
using Generator = Tsmc.Models.Generator;

namespace Tsmc.Benchmarks.Peer;

/// <summary>Reading a prompt and greedy decoding, ours and llama.cpp's, one thread each, in the same number types.</summary>
internal static class PeerSpeed
{
    private const int PromptLength = 256;
    private const int NewTokens = 32;
    private const int Rows = 32;

    private static readonly LlamaConfig Stories = new()
    {
        VocabularySize = 512,
        HiddenSize = 64,
        IntermediateSize = 172,
        Layers = 5,
        Heads = 8,
        KeyValueHeads = 4,
        HeadSize = 8,
        MaxPositions = 512,
        TieWordEmbeddings = true,
    };

    private static readonly LlamaConfig Hundred = new()
    {
        VocabularySize = 16384,
        HiddenSize = 768,
        IntermediateSize = 2048,
        Layers = 12,
        Heads = 12,
        KeyValueHeads = 4,
        HeadSize = 64,
        MaxPositions = 512,
    };

    public static void Print(int rounds)
    {
        Console.WriteLine("| weights | numbers | work | ours, tokens/s | llama.cpp, tokens/s | ratio |");
        Console.WriteLine("|---|---|---|---:|---:|---:|");
        string folder = Directory.CreateTempSubdirectory("tsmc-").FullName;
        try
        {
            foreach (LlamaConfig config in (LlamaConfig[])[Stories, Hundred])
            {
                string fp32 = Path.Combine(folder, $"{config.HiddenSize}");
                using Generator generator = Checkpoint.RandomGenerator(config, 1);
                Checkpoint.Save(generator, fp32);
                Model(fp32, generator, fp32, "fp32", GgufType.F32, rounds);
                if (config == Hundred)
                {
                    string bf16 = fp32 + "-bf16", int8 = fp32 + "-int8";
                    CheckpointConversion.Convert(fp32, bf16, ScalarType.BFloat16, int8: false);
                    Model(fp32, generator, bf16, "bf16", GgufType.BF16, rounds);
                    CheckpointConversion.Convert(fp32, int8, null, int8: true);
                    Model(fp32, generator, int8, "int8, q8_0", GgufType.Q80, rounds);
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Model(string fp32, Generator original, string ours, string numbers, GgufType type, int rounds)
    {
        string file = Path.Combine(fp32, "model.gguf");
        GgufModel.Write(file, fp32, original, type);
        using Generator generator = Checkpoint.LoadGenerator(ours);
        set_num_threads(1);
        using var frozen = no_grad();
        int[] prompt = [.. Enumerable.Range(0, PromptLength).Select(i => (i * 7 + 3) % 500)];
        using var cache = new KvCache(generator.Config, Rows, PromptLength + NewTokens, generator.Backbone.Type, CPU);
        string weights = original.Parameters.Sum(weight => weight.numel()) switch { var count and < 1_000_000 => $"{count / 1000}K", var count => $"{count / 1_000_000}M" };
        foreach (int rows in (int[])[1, Rows])
        {
            using var peer = new LlamaCpp(file, PromptLength + NewTokens, rows, exact: generator.Config == Stories);
            if (rows == 1)
            {
                Row($"prompt of {PromptLength}", PromptLength, () => Read(generator, cache, prompt), () =>
                {
                    peer.Forget(0, 0);
                    peer.Read(prompt);
                });
            }
            for (int row = 0; row < rows; row++)
            {
                peer.Forget(row, 0);
                peer.Read(prompt, row);
            }
            cache.CopyRows(new long[rows - 1], [.. Enumerable.Range(1, rows - 1).Select(row => (long)row)], PromptLength);
            int[] first = [.. Enumerable.Range(0, rows)];
            Row($"decoding, {rows} at once", rows * NewTokens, () => Decode(generator, cache, first), () =>
            {
                for (int row = 0; row < rows; row++)
                {
                    peer.Forget(row, PromptLength);
                }
                peer.Decode(first, PromptLength, NewTokens);
            });
        }

        void Row(string work, int tokens, Action our, Action their)
        {
            double us = tokens / Clock.Best(rounds, our).Processor;
            double them = tokens / Clock.Best(rounds, their).Processor;
            Console.WriteLine($"| {weights} | {numbers} | {work} | {us:F0} | {them:F0} | {us / them:F2} |");
        }
    }

    private static void Read(Generator generator, KvCache cache, int[] prompt)
    {
        using var scope = NewDisposeScope();
        Tensor hidden = generator.Backbone.Forward(
            tensor([.. prompt.Select(id => (long)id)], [1, prompt.Length]), zeros(1, ScalarType.Int64), prompt.Length, cache);
        generator.Logits(hidden[0, -1]).argmax().item<long>();
    }

    private static void Decode(Generator generator, KvCache cache, int[] first)
    {
        long[] fed = [.. first.Select(id => (long)id)];
        for (int step = 0; step < NewTokens; step++)
        {
            using var scope = NewDisposeScope();
            Tensor hidden = generator.Backbone.Forward(
                tensor(fed, [fed.Length, 1]), full(fed.Length, PromptLength + step, ScalarType.Int64), PromptLength + step + 1, cache); // [B, 1, hidden]
            fed = generator.Logits(hidden.squeeze(1)).argmax(-1).data<long>().ToArray();
        }
    }
}
