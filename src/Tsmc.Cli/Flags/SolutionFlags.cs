using System.CommandLine;
using Tsmc.Grading;

namespace Tsmc.Cli.Flags;

/// <summary>The flags that <c>generate</c> and <c>sample</c> share: which models and problems, and where the solutions go.</summary>
internal sealed class SolutionFlags(Option<string?> valueModel)
{
    private readonly Option<string> _model = Flag.Required<string>("--model", "Folder of the generator, or ORG/NAME of a downloaded one.");
    private readonly Option<string?> _problems = Flag.Optional<string>("--problems", "JSON Lines file of problems.");
    private readonly Option<string> _output = Flag.Required<string>(
        "--output", "JSON Lines file of solutions; one that was begun with the same settings is gone on with.");

    private readonly Option<int?> _numProblems = Flag.Optional<int?>("--num-problems", "Only the first problems of the file; without it all.");
    private readonly Option<string?> _rewardModel = Flag.Optional<string>("--reward-model", "Folder of an independent reward model, which fills `reward`.");
    private readonly Option<bool> _rewardSteps = Flag.Of(
        "--reward-steps", false, "Keep the reward at the end of each step (PRM), not only at the solution's end (ORM).");

    private readonly Option<string> _grader = GraderFlag.New();

    public IEnumerable<Option> All => [_model, _problems, _output, _numProblems, valueModel, _rewardModel, _rewardSteps, _grader];

    public string Model(Session session) => session.Model(_model);

    /// <exception cref="ArgumentException">No problems are given.</exception>
    public string Problems(Session session) => session.Get(_problems) ?? throw new ArgumentException("Option '--problems' is required.");

    public bool HasProblems(Session session) => session.Get(_problems) is not null;

    public string Output(Session session) => session.Require(_output);

    public string? ValueModel(Session session) => session.OptionalModel(valueModel);

    public string? RewardModel(Session session) => session.OptionalModel(_rewardModel);

    public bool RewardSteps(Session session) => session.Get(_rewardSteps);

    public string GraderName(Session session) => session.Require(_grader);

    public IGrader Grader(Session session) => session.Grader(_grader);

    /// <exception cref="ArgumentException">The number is below 1.</exception>
    public int NumProblems(Session session) => session.Get(_numProblems) switch
    {
        null => int.MaxValue,
        < 1 and int wrong => throw new ArgumentException($"num-problems is {wrong}; expected at least 1."),
        int number => number,
    };
}
