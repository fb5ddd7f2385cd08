using System.Text.Json;
using Tsmc.Models;
using Tsmc.Tests.Architecture;
using static TorchSharp.torch;
using Generator = Tsmc.Models.Generator;

namespace Tsmc.Tests.Models;

public sealed class ParityTests
{
    [Theory]
    [InlineData("llama-headdim")]
    [InlineData("qwen2")]
    [InlineData("llama3-rope")]
    public void Logits_and_greedy_tokens_are_the_references(string name)
    {
        string folder = Repository.Fixture("tiny-models", name);
        JsonElement expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "expected.json"))).RootElement;
        using Generator generator = Checkpoint.LoadGenerator(folder);
        int[] ids = Ids(expected, "input_ids");

        // The reference is in float64 and rounded to six places; the fixtures state 2e-4 for a correct fp32 forward pass.
        using (no_grad())
        using (NewDisposeScope())
        {
            Tensor logits = generator.Logits(generator.Backbone.Forward(tensor([.. ids.Select(id => (long)id)], [1, ids.Length])));
            Near(expected.GetProperty("logits_pos0"), logits[0, 0], 2e-4);
            Near(expected.GetProperty("logits_last"), logits[0, -1], 2e-4);
        }

        int[] prompt = Ids(expected, "greedy_prompt");
        int[] continuation = Ids(expected, "greedy_continuation");
        Assert.Equal(continuation, Greedy.WholePasses(generator, prompt, continuation.Length));
        Assert.Equal(continuation, Greedy.Cached(generator, prompt, continuation.Length));
    }

    [Fact]
    public void A_trained_model_writes_what_llama2_c_writes()
    {
        string folder = Repository.Fixture("llama", "stories260K");
        JsonElement expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "expected.json"))).RootElement;
        using Generator generator = Checkpoint.LoadGenerator(folder);
        Assert.Equal(2, expected.GetArrayLength());
        foreach (JsonElement story in expected.EnumerateArray())
        {
            int[] prompt = Ids(story, "prompt_ids");
            int[] continuation = Ids(story, "input_ids")[prompt.Length..];
            Assert.Equal(continuation, Greedy.Cached(generator, prompt, continuation.Length));
            Assert.Equal(continuation, Greedy.WholePasses(generator, prompt, continuation.Length));
        }
    }

    private static int[] Ids(JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(id => id.GetInt32())];

    private static void Near(JsonElement expected, Tensor logits, double tolerance) => Assert.Equal(
        expected.EnumerateArray().Select(x => x.GetSingle()), logits.data<float>().ToArray(), (a, b) => Math.Abs(a - b) <= tolerance);

    private static class Greedy
    {
        public static int[] WholePasses(Generator generator, int[] prompt, int count)
        {
            using var frozen = no_grad();
            List<int> text = [.. prompt];
            for (int i = 0; i < count; i++)
            {
                using var scope = NewDisposeScope();
                Tensor hidden = generator.Backbone.Forward(tensor([.. text.Select(id => (long)id)], [1, text.Count]));
                text.Add(Best(generator, hidden));
            }
            return [.. text.Skip(prompt.Length)];
        }

        public static int[] Cached(Generator generator, int[] prompt, int count)
        {
            using var frozen = no_grad();
            using var cache = new KvCache(generator.Config, 1, prompt.Length + count, ScalarType.Float32, CPU);
            var written = new List<int>();
            int[] fed = prompt;
            int start = 0;
            while (written.Count < count)
            {
                using var scope = NewDisposeScope();
                Tensor hidden = generator.Backbone.Forward(
                    tensor([.. fed.Select(id => (long)id)], [1, fed.Length]), tensor(new long[] { start }), start + fed.Length, cache);
                start += fed.Length;
                fed = [Best(generator, hidden)];
                written.AddRange(fed);
            }
            return [.. written];
        }

        private static int Best(Generator generator, Tensor hidden) => (int)generator.Logits(hidden[0, -1]).argmax().item<long>();
    }
}
