using System.Text.Json;
using Tsmc.Problems;
using Tsmc.Tests.Architecture;
using Tsmc.Tokenization;

namespace Tsmc.Tests.Tokenization;

/// <summary>Real tokenizers on real strings: ids as SentencePiece and Hugging Face's library gave them.</summary>
public sealed class TokenizerFixtureTests
{
    // Filled by ../shared/fixtures/tokenizers/get-tokenizers.sh: one folder a tokenizer.
    private const string FetchedFolder = "TSMC_TOKENIZERS";

    [Theory]
    [InlineData("llama2")]
    [InlineData("tok512")]
    [InlineData("deepseek_v3")]
    public void Every_string_gives_the_recorded_ids_and_comes_back(string name)
    {
        string strings = Repository.Fixture("tokenizers", name + ".jsonl");
        Tokenizer tokenizer = Tokenizer.Load(Folder(name));
        int rows = 0;
        foreach (string line in File.ReadLines(strings))
        {
            using JsonDocument row = JsonDocument.Parse(line);
            string text = row.RootElement.GetProperty("text").GetString()!;
            int[] ids = [.. row.RootElement.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32())];
            Assert.Equal(ids, tokenizer.Encode(text, interpretSpecialTokens: tokenizer.InterpretsSpecialTokens));
            Assert.Equal(row.RootElement.GetProperty("decoded").GetString(), tokenizer.Decode(ids));
            Assert.Equal(tokenizer.Decode(ids), Stream(tokenizer, ids));
            rows++;
        }
        Assert.Equal(40, rows);
    }

    [Theory]
    [InlineData("llama2")]
    [InlineData("deepseek_v3")]
    [InlineData("llama3")]
    [InlineData("qwen3")]
    public void Steps_of_real_solutions_end_at_the_token_that_holds_the_blank_line(string name)
    {
        Tokenizer tokenizer = Tokenizer.Load(Folder(name));
        var stepEnds = new StepEnds(tokenizer);
        int steps = 0;
        foreach (string line in File.ReadLines(Repository.Fixture("problems", "qwen_math_cot_100.jsonl")).Take(25))
        {
            using JsonDocument row = JsonDocument.Parse(line);
            string answer = row.RootElement.GetProperty("pred")[0].GetString()!;
            string text = PromptFormat.Solution(PromptFormat.Steps(row.RootElement.GetProperty("code")[0].GetString()!), answer);
            IReadOnlyList<int> ids = tokenizer.Encode(text);
            int[] expected = [.. StepEndsOf(text, tokenizer, ids)];
            Assert.Equal(expected, stepEnds.Positions(ids));
            steps += expected.Length;
        }
        Assert.True(steps > 100, $"only {steps} steps");
    }

    private static string Stream(Tokenizer tokenizer, int[] ids)
    {
        var decoder = new StreamingDecoder(tokenizer);
        string text = "";
        foreach (int id in ids)
        {
            string part = decoder.Append(id);
            Assert.DoesNotContain('\uFFFD', part);
            text += part;
        }
        return text + decoder.Flush();
    }

    // By the text alone: a step ends at the first token after which the decoded text holds the step's blank line.
    private static IEnumerable<int> StepEndsOf(string text, Tokenizer tokenizer, IReadOnlyList<int> ids)
    {
        IReadOnlyList<string> steps = PromptFormat.Steps(text);
        var lengths = new List<int>();
        var decoder = new StreamingDecoder(tokenizer);
        foreach (int id in ids)
        {
            lengths.Add((lengths.Count > 0 ? lengths[^1] : 0) + decoder.Append(id).Length);
        }
        int end = 0;
        foreach (string step in steps.SkipLast(1))
        {
            end = text.IndexOf(step, end, StringComparison.Ordinal) + step.Length + PromptFormat.StepEnd.Length;
            yield return lengths.FindIndex(length => length >= end);
        }
    }

    private static string Folder(string name)
    {
        if (name is "llama2" or "tok512")
        {
            return Repository.Fixture("tokenizers", name);
        }
        string? fetched = Environment.GetEnvironmentVariable(FetchedFolder);
        Assert.SkipUnless(
            fetched is not null && Directory.Exists(Path.Combine(fetched, name)), $"{FetchedFolder} names no folder with the tokenizer {name}.");
        return Path.Combine(fetched!, name);
    }
}
