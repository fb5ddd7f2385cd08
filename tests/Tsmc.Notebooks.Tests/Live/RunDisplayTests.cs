using System.Xml.Linq;
using Tsmc.Demonstration;
using Tsmc.Interactive.Live;
using Tsmc.Interactive.Views;
using Tsmc.Problems;
using Tsmc.Records;
using Tsmc.Sampling;
using Tsmc.Smc;

namespace Tsmc.Notebooks.Tests.Live;

public sealed class RunDisplayTests
{
    // The demonstration's models on a held-out problem, slowly enough that every step is shown: updates come at most five a second.
    [Fact]
    public async Task A_run_is_shown_step_by_step_in_one_place_and_recorded()
    {
        using var models = DemonstrationModels.Load(Path.Combine(Repository.Root, "data", "demo"));
        TsmcOptions options = new ReproductionOptions().Tsmc(m: 4, seed: 1);
        using var engine = new DecodingEngine(models.Generator, models.Value, models.Tokenizer, options, maxContext: 320);
        Problem problem = models.TestProblems()[0].ToProblem();
        IReadOnlyList<int> prompt = models.Tokenizer.Encode(PromptFormat.Prompt(problem.Text));
        string record = Path.Combine(Directory.CreateTempSubdirectory("tsmc-").FullName, "run.jsonl");
        SmcRun<TextParticle>? run = null;
        var shown = await LiveCell.RunAsync(async () =>
        {
            using DecodingGroup group = await engine.OpenAsync(new GroupAddress(0, 0), prompt, size: 4, options.Group);
            run = await RunDisplay.ShowAsync(
                Slowly(SolutionSampler.RunAsync(group, options).RecordTo(record, problem, group, options, models.Tokenizer)), models.Tokenizer);
        });

        Assert.True(run!.Steps.Count > 2, "a run of a step or two shows nothing of a live view");
        Assert.Single(shown.Select(each => each.Place).Distinct());
        Assert.Equal([false, .. run.Steps.Select(_ => true)], shown.Select(each => each.IsUpdate));
        Assert.Equal("Twisted SMC: the first step is on its way.\n", shown[0].Text);
        foreach ((int t, string html, string text) in shown.Skip(1).Select((each, t) => (t, each.Html, each.Text)))
        {
            XDocument page = XDocument.Parse($"<all>{html}</all>");
            Assert.Equal(4 * (t + 1), page.Descendants("rect").Count()); // a mark for each particle so far
            Assert.Equal(t + 1, page.Descendants("circle").Count()); // a reading of the ESS for each step so far
            Assert.Contains($"Step {t + 1}: ESS {run.Steps[t].Weights.Ess:0.00} of 4", text);
        }
        Assert.Equal(GenealogyView.Of(run, models.Tokenizer).ToText(), GenealogyView.Of(run.Steps, models.Tokenizer).ToText());

        RecordedGroup recorded = Assert.Single(RunRecord.Read(record).Groups);
        Assert.True(recorded.IsWhole);
        Assert.Equal(run.Steps.Select(step => step.LogEvidence), recorded.Steps.Select(step => step.LogEvidence));
        Directory.Delete(Path.GetDirectoryName(record)!, recursive: true);
    }

    private static async IAsyncEnumerable<SmcStep<TextParticle>> Slowly(IAsyncEnumerable<SmcStep<TextParticle>> run)
    {
        await foreach (SmcStep<TextParticle> step in run)
        {
            await Task.Delay(250);
            yield return step;
        }
    }
}
