using Tsmc.Tests.Models;
using Tsmc.Tests.Tokenization;

namespace Tsmc.Tests.Cli;

public sealed class PlanTests
{
    [Fact]
    public async Task A_plan_is_printed_and_says_what_fits()
    {
        using var folder = new TemporaryFolder();
        new HandMadeCheckpoint(FamilyConfigs.Of("llama"), 1).Write(folder.Path);
        string[] command = ["plan", "--model", folder.Path, "--prompt-tokens", "28", "--max-new-tokens", "100"];
        CommandLine run = await CommandLine.RunAsync([.. command, "--memory", "400MiB"]);
        run.AssertSuccess();
        Assert.Contains("All 240 solutions of a problem fit: --rows 240.", run.Output);

        CommandLine tight = await CommandLine.RunAsync([.. command, "--memory", "300MiB"]);
        tight.AssertSuccess();
        Assert.Matches(@"\d+ fit, \d groups of 40 at a time: --rows (40|80|120|160|200)\.", tight.Output);

        CommandLine none = await CommandLine.RunAsync([.. command, "--memory", "100MB"]);
        none.AssertSuccess();
        Assert.Contains("Not even one fits", none.Output);
    }

    [Theory]
    [InlineData("memory", "much", "memory is much; expected a size such as 24GiB or 80GB.")]
    [InlineData("num-samples", "0", "num-samples is 0; expected at least 1.")]
    [InlineData("max-new-tokens", "1000", "expected at most the model's 128 positions")]
    public async Task A_wrong_flag_is_named(string flag, string value, string sentence)
    {
        using var folder = new TemporaryFolder();
        new HandMadeCheckpoint(FamilyConfigs.Of("llama"), 1).Write(folder.Path);
        CommandLine run = await CommandLine.RunAsync("plan", "--model", folder.Path, "--prompt-tokens", "8", "--" + flag, value);
        Assert.Equal(2, run.Code);
        Assert.Contains(sentence, run.Error);
    }
}
