using System.Diagnostics;
using System.Text.Json;
using Tsmc.Cli;
using Tsmc.Tests.Models;
using Tsmc.Tests.Tokenization;

namespace Tsmc.Tests.Cli;

public sealed class LogitsTests
{
    [Fact]
    public async Task Logits_and_greedy_tokens_come_out_row_by_row()
    {
        using var folder = new TemporaryFolder();
        var model = new HandMadeCheckpoint(FamilyConfigs.Of("qwen3"), 6);
        model.Write(folder.File("model"));
        int[][] texts = [[1], [5, 6, 7, 8, 9], [30, 2, 2, 11]];
        await File.WriteAllLinesAsync(folder.File("ids.jsonl"), texts.Select(ids => $"{{\"ids\": [{string.Join(", ", ids)}]}}"));

        CommandLine run = await CommandLine.RunAsync(
            "logits", "--model", folder.File("model"), "--input", folder.File("ids.jsonl"), "--max-new-tokens", "9", "--output", folder.File("out.jsonl"));

        run.AssertSuccess();
        string[] lines = await File.ReadAllLinesAsync(folder.File("out.jsonl"));
        Assert.Equal(texts.Length, lines.Length);
        foreach ((string line, int[] ids) in lines.Zip(texts))
        {
            JsonElement row = JsonDocument.Parse(line).RootElement;
            Assert.Equal(["logits", "greedy"], row.EnumerateObject().Select(field => field.Name));
            var reference = new ReferenceDecoder(model);
            Assert.Equal(
                reference.Logits(ids)[^1], row.GetProperty("logits").EnumerateArray().Select(x => x.GetDouble()), (a, b) => Math.Abs(a - b) <= 2e-4);
            Assert.Equal(reference.Greedy(ids, 9), row.GetProperty("greedy").EnumerateArray().Select(id => id.GetInt32()));
        }
    }

    [Fact]
    public async Task A_downloaded_model_goes_by_its_name()
    {
        using var folder = new TemporaryFolder();
        string cache = folder.File(Path.Combine("hub", "models--org--name"));
        new HandMadeCheckpoint(FamilyConfigs.Of("llama"), 6).Write(Path.Combine(cache, "snapshots", "abc"));
        Directory.CreateDirectory(Path.Combine(cache, "refs"));
        await File.WriteAllTextAsync(Path.Combine(cache, "refs", "main"), "abc");
        await File.WriteAllTextAsync(folder.File("ids.jsonl"), "{\"ids\": [1]}");
        async Task<(int Code, string Error)> RunAsync(string model, string endpoint = "")
        {
            using Process process = Process.Start(new ProcessStartInfo("dotnet",
                [typeof(TsmcCommand).Assembly.Location, "logits", "--model", model, "--input", folder.File("ids.jsonl"), "--output", folder.File("out.jsonl")])
            {
                RedirectStandardError = true,
                Environment = { ["HF_HUB_CACHE"] = folder.File("hub"), ["HF_ENDPOINT"] = endpoint },
            })!;
            string error = await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            return (process.ExitCode, error);
        }

        (int code, string error) = await RunAsync("org/name");
        Assert.True(code == 0, error);
        Assert.True(File.Exists(folder.File("out.jsonl")));
        (code, error) = await RunAsync("org/other");
        Assert.Equal(2, code);
        Assert.Contains("after `tsmc download org/other`", error);
        (code, error) = await RunAsync(Path.Combine(cache, "snapshots", "abc"), endpoint: "not an address");
        Assert.True(code == 0, error);
    }

    [Theory]
    [InlineData("{\"ids\": []}", "row 2: no token ids; expected at least one.")]
    [InlineData("{\"ids\": null}", "row 2: no token ids; expected at least one.")]
    [InlineData("{\"ids\": [37]}", "row 2: the token 37; the model's run from 0 to 36.")]
    [InlineData("{\"ids\": [-1]}", "row 2: the token -1; the model's run from 0 to 36.")]
    [InlineData("{\"text\": \"a\"}", "line 2: not a valid IdsRow row")]
    [InlineData("{\"ids\": [1.5]}", "line 2 at $.ids[0]: not a valid IdsRow row")]
    public async Task A_wrong_row_is_named(string row, string sentence)
    {
        using var folder = new TemporaryFolder();
        new HandMadeCheckpoint(FamilyConfigs.Of("llama"), 6).Write(folder.Path);
        await File.WriteAllLinesAsync(folder.File("ids.jsonl"), ["{\"ids\": [1]}", row]);
        CommandLine run = await CommandLine.RunAsync("logits", "--quiet", "--model", folder.Path, "--input", folder.File("ids.jsonl"), "--output", folder.File("out.jsonl"));
        Assert.Equal(2, run.Code);
        Assert.Contains(sentence, run.Error);
        Assert.False(File.Exists(folder.File("out.jsonl")));
    }
}
