using System.Text;
using System.Text.Json;
using Tsmc.Tests.Tokenization;

namespace Tsmc.Tests.Cli;

public sealed class GradeTests
{
    private const string Good = """{"id": 7, "gold": "\\frac{1}{2}", "given": "2/4"}""";

    [Fact]
    public async Task Adds_verdict_and_reason_and_keeps_the_other_fields()
    {
        using var folder = new TemporaryFolder();
        (CommandLine run, JsonElement[] rows) = await Grade(folder, Encoding.UTF8.GetBytes($"{Good}\n{{\"gold\": 2, \"given\": null}}\n"), "--mode", "math-verify");

        Assert.Equal(0, run.Code);
        Assert.Contains("1 of 2 answers are correct.", run.Output);
        Assert.Equal((7, true, "equal numbers 1/2 = 1/2"), (rows[0].GetProperty("id").GetInt32(), rows[0].GetProperty("correct").GetBoolean(), rows[0].GetProperty("reason").GetString()));
        Assert.Equal("no answer", rows[1].GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData("{\"gold\": \"1\", \"giv", "the row is cut off; expected a whole JSON object.")]
    [InlineData("{\"gold\": \"\xff\", \"given\": \"1\"}", "the text is not UTF-8; expected a JSON object in UTF-8.")]
    [InlineData("{\"gold\": [1], \"given\": \"1\"}", "gold is an array; expected text.")]
    [InlineData("{\"given\": \"1\"}", "gold is missing or empty; expected text.")]
    [InlineData("[1]", "")]
    [InlineData("{\"gold\": \"1\"} {\"gold\": \"2\"}", "")]
    public async Task A_bad_row_stops_with_one_sentence_or_is_left_out(string bad, string sentence)
    {
        using var folder = new TemporaryFolder();
        byte[] file = Encoding.Latin1.GetBytes($"{Good}\n{bad}\n{Good}\n");

        (CommandLine stopped, _) = await Grade(folder, file);
        Assert.Equal(2, stopped.Code);
        Assert.Contains($"cases.jsonl, line 2: {sentence}", stopped.Error);
        Assert.False(File.Exists(Path.Combine(folder.Path, "verdicts.jsonl")));

        (CommandLine skipped, JsonElement[] rows) = await Grade(folder, file, "--skip-bad");
        Assert.Equal(0, skipped.Code);
        Assert.Equal(2, rows.Length);
        Assert.Contains("line 2: ", skipped.Error);
    }

    private static async Task<(CommandLine Run, JsonElement[] Rows)> Grade(TemporaryFolder folder, byte[] cases, params string[] flags)
    {
        string input = Path.Combine(folder.Path, "cases.jsonl"), output = Path.Combine(folder.Path, "verdicts.jsonl");
        await File.WriteAllBytesAsync(input, cases);
        CommandLine run = await CommandLine.RunAsync(["grade", "--input", input, "--output", output, .. flags]);
        return (run, File.Exists(output) ? [.. File.ReadLines(output).Select(line => JsonDocument.Parse(line).RootElement)] : []);
    }
}
