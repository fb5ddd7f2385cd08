using System.CommandLine;
using Tsmc.Cli.Flags;
using Tsmc.Cli.Progress;
using Tsmc.Evaluation;
using Tsmc.Grading;

namespace Tsmc.Cli.Verbs;

/// <summary><c>tsmc grade</c>: compares answers with reference answers.</summary>
internal sealed class GradeVerb : Verb
{
    private readonly Option<string> _input = Flag.Required<string>("--input", "JSON Lines file: a row {\"gold\": ..., \"given\": ...} a line.");
    private readonly Option<string> _output = Flag.Required<string>("--output", "The same rows with \"correct\" and \"reason\"; an earlier file is replaced.");
    private readonly Option<string> _mode = Flag.Word(
        "--mode", "prm800k", Graders.Names,
        "prm800k is strict (an unreduced fraction is wrong), math-verify takes what is mathematically equal, numeric knows only numbers.");

    private readonly Option<bool> _skipBad = Flag.Of("--skip-bad", false, "Leave out rows that cannot be read and count them, instead of stopping at the first.");

    public GradeVerb()
        : base(
            "grade",
            "Compare answers to math problems, LaTeX or plain text, with reference answers.",
            "tsmc grade --input cases.jsonl --output verdicts.jsonl",
            "tsmc grade --input cases.jsonl --output verdicts.jsonl --mode math-verify --skip-bad") =>
        AddAll(_input, _output, _mode, _skipBad);

    protected override async Task<int> RunAsync(Session session, CancellationToken ct)
    {
        IGrader grader = Graders.Of(session.Require(_mode));
        string output = session.Require(_output);
        AnswerGradingReport report = await session.WithProgressAsync(progress => Task.Run(
            () => AnswerGrading.File(
                session.Require(_input), output, grader, session.Get(_skipBad),
                new Relay<double>(share => progress.Report(new StageProgress("grade", 100 * share, 100, "%"))), ct),
            ct)).ConfigureAwait(false);
        session.Output.WriteLine($"{report.Correct} of {report.Graded} answers are correct.");
        foreach (string sentence in report.BadRows)
        {
            session.Remark($"Left out: {sentence}");
        }
        if (report.Bad > 0)
        {
            session.Remark($"{report.Bad} rows could not be read and were left out.");
        }
        session.Remark($"The verdicts are in {output}.");
        return ExitCode.Success;
    }
}
