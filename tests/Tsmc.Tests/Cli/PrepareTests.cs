using System.Diagnostics;
using Tsmc.Cli;
using Tsmc.Problems;
using Tsmc.Tests.Tokenization;

namespace Tsmc.Tests.Cli;

public sealed class PrepareTests : IDisposable
{
    private const int MegaByte = 1 << 20;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Counts_are_shown_and_reported()
    {
        string data = Write("data.jsonl", """{"question": "A?", "answer": "a\n#### 1"}""", """{"question": "a", "answer": "#### 1"}""", "{\"question\": ");
        CommandLine refused = await CommandLine.RunAsync("prepare", "gsm8k", "--input", data, "--output", _folder.File("out"));
        Assert.Equal((2, ""), (refused.Code, refused.Output));
        Assert.Equal($"tsmc: {data}, line 3: the row is cut off; expected a whole JSON object.", refused.Error.Trim());

        CommandLine run = await CommandLine.RunAsync("prepare", "gsm8k", "--input", data, "--output", _folder.File("out"), "--valid-share", "0", "--skip-bad");
        run.AssertSuccess();
        Assert.Matches(@"data\.jsonl +3 +1 +2 +bad row 1; its problem stands before 1", run.Output);
        Assert.Matches(@"sft-train\.jsonl +1", run.Output);
        Assert.Contains($"Left out: {data}, line 3: the row is cut off", run.Error);
        Assert.Equal("A?", Assert.Single(JsonLines.Read<Problem>(_folder.File("out/train.jsonl"))).Text);
        Assert.Contains("\"bad row\":1", File.ReadAllText(_folder.File("out/report.json")));
    }

    [Fact]
    public async Task Overlaps_are_listed_with_exit_code_1()
    {
        string a = Write("a.jsonl", """{"problem": "What is $2+3$?", "answer": "5"}""", """{"problem": "What is $2-3$?", "answer": "-1"}""");
        string b = Write("b.jsonl", """{"input": "what is 2 + 3", "output": "5", "is_eos": true}""");
        string c = Write("c.jsonl", """{"question": {"problem": "Why?"}, "label": {"steps": []}}""");
        CommandLine shared = await CommandLine.RunAsync("prepare", "check-overlap", a, b);
        Assert.Equal(1, shared.Code);
        Assert.Contains($"{a}, line 1", shared.Output);
        Assert.Contains($"1 rows of {b} have a problem of {a}.", shared.Output);
        (await CommandLine.RunAsync("prepare", "check-overlap", a, c)).AssertSuccess();
        Assert.Equal(2, (await CommandLine.RunAsync("prepare", "check-overlap", a, _folder.File("nowhere.jsonl"))).Code);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task A_large_file_streams()
    {
        string data = _folder.File("large.jsonl");
        await using (StreamWriter writer = File.CreateText(data))
        {
            string step = string.Concat(Enumerable.Repeat("and one more marble ", 20));
            for (int i = 0; writer.BaseStream.Position < 150L * MegaByte; i++)
            {
                string text = $"Problem {i}? Step 1: {step}.X\\nStep 2: {step}. The answer is: {i} X";
                await writer.WriteLineAsync($"{{\"input\": \"{text.Replace("X", "ки")}\", \"label\": \"{text.Replace("X", "+")}\", \"task\": \"GSM8K\"}}");
            }
        }
        var start = new ProcessStartInfo("dotnet", [typeof(TsmcCommand).Assembly.Location, "prepare", "math-shepherd", "--input", data, "--output", _folder.File("large")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        long most = 0;
        while (!process.WaitForExit(20))
        {
            process.Refresh();
            most = Math.Max(most, process.HasExited ? 0 : process.WorkingSet64);
        }
        Assert.True(process.ExitCode == 0, await error);
        Assert.Contains("labels-train.jsonl", await output);
        // The whole process, the runtime included; what it needs does not grow with the file, save 24 bytes a row for finding repeated ones.
        Assert.InRange(most, MegaByte, 200L * MegaByte);
    }

    private string Write(string name, params string[] lines)
    {
        File.WriteAllLines(_folder.File(name), lines);
        return _folder.File(name);
    }
}
