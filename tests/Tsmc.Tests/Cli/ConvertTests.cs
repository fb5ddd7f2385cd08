using System.Globalization;
using System.Text.RegularExpressions;
using Tsmc.Models;
using Tsmc.Tests.Architecture;
using Tsmc.Tests.Models;
using Tsmc.Tests.Tokenization;

namespace Tsmc.Tests.Cli;

public sealed partial class ConvertTests
{
    [Fact]
    public async Task A_trained_model_loses_little_to_int8_and_says_how_much()
    {
        using var folder = new TemporaryFolder();
        CommandLine run = await CommandLine.RunAsync(
            "convert", "--model", Repository.Fixture("llama", "stories260K.bin"), "--output", folder.File("int8"), "--int8");
        run.AssertSuccess();
        double change = double.Parse(Change().Match(run.Output).Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.NotEqual(0, change);
        Assert.InRange(change, -1, 1); // percent; with numbers a factor 2 off it is many times that
    }

    [Fact]
    public async Task A_llama2_c_file_becomes_a_folder_that_writes_the_same_tokens()
    {
        using var folder = new TemporaryFolder();
        string file = Repository.Fixture("llama", "stories260K.bin");
        (await CommandLine.RunAsync("convert", "--model", file, "--output", folder.File("hf"))).AssertSuccess();
        using Generator source = Checkpoint.LoadGenerator(file);
        using Generator target = Checkpoint.LoadGenerator(folder.File("hf"));
        (float[] logits, int[] tokens) = GreedyDecoding.Run(source, [1], 40);
        Assert.Equal(logits, GreedyDecoding.Run(target, [1], 40).Logits);
        Assert.Equal(tokens, GreedyDecoding.Run(target, [1], 40).Tokens);
    }

    [Fact]
    public async Task Numbers_too_large_for_fp16_are_refused()
    {
        using var folder = new TemporaryFolder();
        var model = new HandMadeCheckpoint(FamilyConfigs.Of("llama"), 1);
        model.Weights["model.norm.weight"].Values[3] = 1e6f;
        model.Write(folder.File("fp32"));
        CommandLine run = await CommandLine.RunAsync("convert", "--quiet", "--model", folder.File("fp32"), "--output", folder.File("fp16"), "--dtype", "fp16");
        Assert.Equal(2, run.Code);
        Assert.Contains("model.norm.weight is too large for fp16", run.Error);
    }

    [GeneratedRegex(@"changes by ([-+]\d+\.\d+) %")]
    private static partial Regex Change();
}
