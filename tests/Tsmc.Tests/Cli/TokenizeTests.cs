using System.Text.Json;
using Tsmc.Tests.Architecture;
using Tsmc.Tests.Tokenization;

namespace Tsmc.Tests.Cli;

public sealed class TokenizeTests(TinyWorld world) : IClassFixture<TinyWorld>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_text_comes_back_with_its_ids()
    {
        File.WriteAllText(_folder.File("in.jsonl"), "{\"text\":\"2+3=5\"}\n{\"text\":\"\"}\n{\"text\":\"a<eos>b\"}\n");
        CommandLine run = await CommandLine.RunAsync(
            "tokenize", "--tokenizer", world.Generator, "--input", _folder.File("in.jsonl"), "--output", _folder.File("out.jsonl"), "--quiet");
        run.AssertSuccess();
        JsonElement[] rows = [.. Rows("out.jsonl")];
        Assert.Equal(["2+3=5", "", "a<eos>b"], rows.Select(row => row.GetProperty("decoded").GetString()));
        Assert.Equal([5, 0, 3], rows.Select(row => row.GetProperty("ids").GetArrayLength()));
        Assert.Equal(0, rows[2].GetProperty("ids")[1].GetInt32());
    }

    [Fact]
    public async Task A_trained_model_continues_prompts_as_llama2_c_does()
    {
        string model = Repository.Fixture("llama", "stories260K");
        JsonElement expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(model, "expected.json"))).RootElement;
        File.WriteAllLines(
            _folder.File("in.jsonl"), expected.EnumerateArray().Select(story => JsonSerializer.Serialize(new { prompt = story.GetProperty("prompt").GetString() })));
        CommandLine run = await CommandLine.RunAsync(
            "generate", "--model", model, "--prompt-file", _folder.File("in.jsonl"), "--raw-prompt", "--temperature", "0", "--max-new-tokens", "128",
            "--output", _folder.File("out.jsonl"), "--quiet");
        run.AssertSuccess();
        foreach ((JsonElement row, JsonElement story) in Rows("out.jsonl").Zip(expected.EnumerateArray()))
        {
            int[] known = [.. story.GetProperty("input_ids").EnumerateArray().Skip(story.GetProperty("prompt_ids").GetArrayLength()).Select(id => id.GetInt32())];
            Assert.Equal(known, row.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32()).Take(known.Length));
            string text = row.GetProperty("prompt").GetString() + row.GetProperty("output").GetString();
            Assert.StartsWith(story.GetProperty("run_c_stdout").GetString()!.TrimEnd('\n'), text);
        }
    }

    private IEnumerable<JsonElement> Rows(string file) => File.ReadLines(_folder.File(file)).Select(line => JsonDocument.Parse(line).RootElement);
}
