using System.Globalization;
using Microsoft.Data.Analysis;
using Tsmc.Demonstration;
using Tsmc.Evaluation;

namespace Tsmc.Charts;

/// <summary>Writes what a reproduction found: the accuracy table, the two figures of the paper as HTML and PNG, and one page with all of it.</summary>
public static class ReproductionReport
{
    /// <summary>File names in the output folder.</summary>
    public const string AccuracyFile = "accuracy.csv", ReportFile = "report.html", VersusN = "accuracy-vs-n", VersusM = "accuracy-vs-m";

    private static readonly string[] ProblemsMade =
    [
        "The problems are grade-school word problems that the project makes itself (Tsmc.Problems.Arithmetic): a start, three or four gains "
        + "and losses, some of them counted as containers with so many in each, sentences that do not matter, and at times an equal split at "
        + "the end. A solution is one calculation a step; many orders of the steps reach the same answer. The problems of this report come "
        + "from the test split: no numbers of theirs occur in a training or validation problem, and no setting was chosen on them.",
    ];

    private static readonly string[] TrainingMistakes =
    [
        "The generator was fine-tuned on worked solutions whose annotators make reasoning mistakes on purpose: a loss counted as a gain, an "
        + "\u201cin each\u201d overlooked, a number that does not matter counted. Their arithmetic is right. Some wordings are misread more often than "
        + "others, and hasty annotators, who all write the same obvious order of steps, misread more often than careful ones, whose orders "
        + "vary. So the likeliest single solution is often wrong, a vote over many solutions is right more often, and a value function "
        + "trained on outcomes alone can come to see the mistakes. This is a made-up cause of errors; how large the differences are here "
        + "says nothing about how large they are for a real model on real problems.",
    ];

    /// <summary>Writes all files.</summary>
    /// <param name="result">What the solutions say.</param>
    /// <param name="options">What was sampled.</param>
    /// <param name="settings">Further lines of the settings table: models, machine, durations.</param>
    /// <param name="folder">The output folder.</param>
    /// <param name="ct">Stops waiting for the browser.</param>
    /// <returns>Sentences about pictures that could not be drawn; empty when all were.</returns>
    public static async Task<IReadOnlyList<string>> SaveAsync(
        ReproductionResult result, ReproductionOptions options, IReadOnlyList<KeyValuePair<string, string>> settings, string folder, CancellationToken ct = default)
    {
        DataFrame accuracy = Frames.Accuracy(result.Accuracy);
        CsvFile.Write(accuracy, Path.Combine(folder, AccuracyFile));
        ReportFigure[] figures = [FigureN(accuracy, options), .. options.OtherBatchSizes.Count > 0 ? [FigureM(accuracy, options)] : Array.Empty<ReportFigure>()];
        var missing = new List<string>();
        foreach ((ReportFigure figure, string name) in figures.Zip((string[])[VersusN, VersusM]))
        {
            ChartFiles.SaveHtml(figure.Chart, Path.Combine(folder, name + ".html"), figure.Title);
            PictureResult picture = await ChartFiles.SavePngAsync(figure.Chart, Path.Combine(folder, name + ".png"), 800, 500, ct).ConfigureAwait(false);
            if (picture.WhyNot is { } why)
            {
                missing.Add(why);
            }
        }
        new ReportPage
        {
            Title = "Twisted SMC on the arithmetic world",
            Summary = string.Create(CultureInfo.InvariantCulture,
                $"{options.Problems} held-out problems, N = {options.NumSamples} solutions each, {options.Seeds.Count} sampling seed(s), groups of M = {options.TsmcBatchSize} particles."),
            Findings = Findings(result, options),
            ProblemsMade = ProblemsMade,
            TrainingMistakes = TrainingMistakes,
            Accuracy = accuracy,
            Gaps = result.Gaps,
            GapsOver = string.Create(CultureInfo.InvariantCulture, $"{options.Problems} problems, {options.Seeds.Count} sampling seed(s) averaged within a problem"),
            Figures = figures,
            Settings = [.. Settings(result, options), .. settings],
        }.Save(Path.Combine(folder, ReportFile));
        return [.. missing.Distinct()];
    }

    /// <summary>The paper's orderings in words: which hold, which do not, and whether each seed alone shows them.</summary>
    public static IReadOnlyList<string> Findings(ReproductionResult result, ReproductionOptions options)
    {
        var findings = new List<string>();
        foreach ((string better, string baseline) in ReproductionResult.Orderings.Concat(ReproductionResult.Further))
        {
            PairedDifference gap = Gap(result.Gaps, better, baseline);
            string[] alone = [.. options.Seeds.Select(seed => Gap(result.GapsBySeed[seed], better, baseline)).Select(Interval)];
            string verdict = gap switch
            {
                { Established: false } => "is not told apart from",
                { Estimate: > 0 } => "is better than",
                _ => "is worse than",
            };
            string each = options.Seeds.Count > 1 ? $" Each seed alone: {string.Join("; ", alone)}." : "";
            findings.Add($"{Methods.Title(better)} {verdict} {Methods.Title(baseline)}: {Interval(gap)} points at N = {options.NumSamples} (95 % interval).{each}");
        }
        findings.Add(result.AllEstablished
            ? "All four orderings of the paper (greedy < MV < WMV (ORM) < TSMC + WMV, and MV < TSMC + MV) are established on these models and problems."
            : "Not all four orderings of the paper (greedy < MV < WMV (ORM) < TSMC + WMV, and MV < TSMC + MV) are established by this run.");
        findings.Add("The intervals hold the choice of problems and of samples. They do not hold another training: there is one generator, one value function and one ORM.");
        return findings;
    }

    private static ReportFigure FigureN(DataFrame accuracy, ReproductionOptions options) => new(
        "Accuracy against the number of solutions N",
        Figures.AccuracyVersusN(accuracy, options.TsmcBatchSize),
        string.Create(CultureInfo.InvariantCulture,
            $"Groups of M = {options.TsmcBatchSize} particles; TSMC + WMV votes with the ORM's score. Bars: one standard error over problems. Subsets of N are random, whole groups for TSMC; pass@N counts a problem as solved when any of N plain samples is correct."));

    private static ReportFigure FigureM(DataFrame accuracy, ReproductionOptions options) => new(
        "Accuracy against the number of particles M",
        Figures.AccuracyVersusM(accuracy, options.NumSamples),
        string.Create(CultureInfo.InvariantCulture,
            $"All with N = {options.NumSamples} solutions. M = {options.TsmcBatchSize} is the mean over the sampling seeds, the other M are from the first seed. Bars: one standard error over problems."));

    private static IEnumerable<KeyValuePair<string, string>> Settings(ReproductionResult result, ReproductionOptions options)
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        yield return new("Sampling", string.Create(invariant, $"temperature {options.Tokens.Temperature}, top-k {options.Tokens.TopK}, at most {options.Tokens.MaxNewTokens} tokens (the paper's 0.7 and 20)"));
        yield return new("Twist", string.Create(invariant, $"V to the power {options.TsmcTemperature} (the paper: 0.5); every step end counts and resampling never stops (the paper: not within 50 tokens, at most 5 times; these solutions have some 50 tokens in all)"));
        yield return new("Seeds", string.Join(", ", options.Seeds));
        yield return new("Share of correct solutions", string.Join(", ", result.ShareCorrect.Select(share =>
            (share.Key == 1 ? "plain " : string.Create(invariant, $"M = {share.Key}: ")) + string.Create(invariant, $"{100 * share.Value:0.0} %"))));
    }

    private static PairedDifference Gap(IReadOnlyList<PairedDifference> gaps, string better, string baseline) =>
        gaps.First(gap => gap.Method == better && gap.Baseline == baseline);

    private static string Interval(PairedDifference gap) => string.Create(
        CultureInfo.InvariantCulture, $"{100 * gap.Estimate:+0.0;−0.0;0.0} [{100 * gap.Low:+0.0;−0.0;0.0}, {100 * gap.High:+0.0;−0.0;0.0}]");
}
