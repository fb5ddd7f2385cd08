using Tsmc.Charts;
using Tsmc.Cli.Progress;
using Tsmc.Evaluation;
using Tsmc.Grading;

namespace Tsmc.Cli.Runs;

/// <summary>An evaluation on files: voting at one N.</summary>
internal static class FileRun
{
    public static async Task<int> RunAsync(
        Session session, (string PromptFile, string SolutionFile, string[] Methods, FileEvaluationOptions Options) asked, IGrader grader, string? output, CancellationToken ct)
    {
        (FileEvaluation evaluation, IReadOnlyList<AccuracyPoint> points) = await session.WithProgressAsync(progress => Task.Run(
            () =>
            {
                FileEvaluation read = FileEvaluation.Read(asked.PromptFile, asked.SolutionFile, grader, asked.Options);
                var relay = new Relay<double>(share => progress.Report(new StageProgress("evaluate", share * asked.Methods.Length, asked.Methods.Length, "methods")));
                return (read, read.Run(asked.Methods, relay, ct));
            },
            ct)).ConfigureAwait(false);
        session.Output.WriteLine($"{evaluation.Problems} problems.");
        ResultTables.Accuracy(session, points);
        if (evaluation.Unsolved > 0)
        {
            session.Remark($"{evaluation.Unsolved} problems of {asked.PromptFile} have no solutions and are left out.");
        }
        if (evaluation.Repeated > 0)
        {
            session.Remark($"{evaluation.Repeated} rows of {asked.SolutionFile} were there already and are left out.");
        }
        if (output is not null)
        {
            CsvFile.Write(Frames.Accuracy(points), Path.Combine(output, ReproductionReport.AccuracyFile));
            session.Remark($"{ReproductionReport.AccuracyFile} is in {output}.");
        }
        return ExitCode.Success;
    }
}
