using System.Globalization;
using Tsmc.Evaluation;
using Tsmc.Sampling;
using Tsmc.Smc;
using Tsmc.Training;

namespace Tsmc.Tests.Cli;

public sealed class HelpTests
{
    [Fact]
    public async Task Without_a_verb_all_verbs_are_listed()
    {
        CommandLine run = await CommandLine.RunAsync();
        Assert.Equal(0, run.Code);
        string[] verbs =
        [
            "problems",
            "prepare",
            "init",
            "sft",
            "generate",
            "train-value",
            "sample",
            "view",
            "evaluate",
            "grade",
            "logits",
            "convert",
            "plan",
            "download",
            "tokenize",
            "reproduce",
            "demo",
            "exact",
            "notebook",
            "doctor",
        ];
        Assert.All(verbs, verb => Assert.Contains($"  {verb} ", run.Output));
    }

    [Theory]
    [InlineData("problems")]
    [InlineData("prepare gsm8k")]
    [InlineData("prepare prm800k")]
    [InlineData("prepare check-overlap")]
    [InlineData("init")]
    [InlineData("sft")]
    [InlineData("generate")]
    [InlineData("train-value")]
    [InlineData("sample")]
    [InlineData("view")]
    [InlineData("evaluate")]
    [InlineData("grade")]
    [InlineData("logits")]
    [InlineData("convert")]
    [InlineData("plan")]
    [InlineData("reproduce")]
    [InlineData("demo train")]
    [InlineData("exact")]
    [InlineData("download")]
    [InlineData("tokenize")]
    [InlineData("notebook run")]
    [InlineData("notebook clean")]
    [InlineData("notebook export")]
    [InlineData("doctor")]
    public async Task Help_of_a_verb_ends_with_examples_of_it(string verb)
    {
        CommandLine run = await CommandLine.RunAsync([.. verb.Split(' '), "--help"]);
        Assert.Equal(0, run.Code);
        Assert.Equal("", run.Error);
        Assert.Contains($"  tsmc {verb}", run.Output[run.Output.IndexOf("Examples:", StringComparison.Ordinal)..]);
    }

    [Fact]
    public async Task Defaults_shown_are_those_of_the_records()
    {
        var tsmc = new TsmcOptions();
        await AssertDefaults("sample", new Dictionary<string, object>
        {
            ["--num-samples"] = tsmc.NumSamples,
            ["--tsmc-batch-size"] = tsmc.TsmcBatchSize,
            ["--tsmc-temperature"] = tsmc.TsmcTemperature,
            ["--stop-steps"] = tsmc.StopSteps,
            ["--warmup"] = tsmc.Warmup,
            ["--scheme"] = ResamplingSchemeName.Of(tsmc.Scheme),
            ["--temperature"] = tsmc.Temperature,
            ["--top-k"] = tsmc.TopK,
            ["--max-new-tokens"] = tsmc.MaxNewTokens,
            ["--seed"] = tsmc.Seed,
            ["--rows"] = new EngineOptions().Rows,
        });
        var training = new TrainingOptions();
        await AssertDefaults("sft", new Dictionary<string, object>
        {
            ["--batch-size"] = training.BatchSize,
            ["--micro-batch-size"] = training.MicroBatchSize,
            ["--learning-rate"] = training.LearningRate,
            ["--min-learning-rate"] = training.MinLearningRate,
            ["--epochs"] = training.Epochs,
            ["--keep-checkpoints"] = training.KeepCheckpoints,
        });
        await AssertDefaults("train-value", new Dictionary<string, object>
        {
            ["--loss"] = "ctl",
            ["--learning-rate"] = new ValueTrainingOptions().LearningRate,
            ["--epochs"] = new ValueTrainingOptions().Epochs,
        });
        await AssertDefaults("evaluate", new Dictionary<string, object> { ["--n-trials"] = new EvaluationOptions().NTrials });
    }

    private static async Task AssertDefaults(string verb, Dictionary<string, object> defaults)
    {
        string[] lines = (await CommandLine.RunAsync(verb, "--help")).Output.Split('\n');
        foreach ((string flag, object value) in defaults)
        {
            string shown = string.Create(CultureInfo.InvariantCulture, $"[default: {value}]");
            // A long description goes on in the next line.
            int line = Array.FindIndex(lines, line => line.TrimStart().StartsWith(flag + " ", StringComparison.Ordinal));
            Assert.True(line >= 0, flag);
            string text = string.Join(' ', lines[line..Math.Min(lines.Length, line + 3)].Select(part => part.Trim()));
            Assert.Contains(shown, text);
        }
    }
}
