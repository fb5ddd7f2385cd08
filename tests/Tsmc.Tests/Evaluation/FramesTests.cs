using Microsoft.Data.Analysis;
using Tsmc.Evaluation;
using Tsmc.Grading;
using Tsmc.Problems;
using Tsmc.Smc;

namespace Tsmc.Tests.Evaluation;

public class FramesTests
{
    private static readonly Solution[] Rows =
    [
        Row(1, 1, "tsmc", "12", correct: true) with { Group = 1, GroupSize = 2, Values = [0.2, 0.75], LogWeight = -0.5, Tokens = 30 },
        Row(1, 0, "tsmc", null, correct: false) with { Group = 1, GroupSize = 2, Finished = false, Tokens = 50 },
        Row(0, 0, "tsmc", "7", correct: false) with { Group = 0, GroupSize = 2, Rewards = [0.5, 0.25], Tokens = 20 },
    ];

    [Fact]
    public void The_accuracy_csv_is_byte_for_byte_as_documented()
    {
        DataFrame frame = Frames.Accuracy(
        [
            new AccuracyPoint(Methods.Greedy, 1, 1, [0, 1], [1, 0]),
            new AccuracyPoint(Methods.TsmcWeightedVote, 80, 10, [0, 1], [1, 0.5]),
            new AccuracyPoint(Methods.Pass, 80, 1, [0], [1]),
        ]);
        Assert.Equal(
            "method,n,m,accuracy,standard_error\ngreedy,1,1,0.5,0.5\ntsmc-wmv,80,10,0.75,0.25\npass,80,1,1,NaN\n", CsvFile.Text(frame));
    }

    [Fact]
    public void Csv_quotes_what_needs_it_and_replaces_the_file()
    {
        string path = Path.Combine(Path.GetTempPath(), $"tsmc-{Guid.NewGuid():N}", "table.csv");
        try
        {
            DataFrame frame = new(
                new StringDataFrameColumn("text", ["a,b", "say \"no\"", "two\n\nlines", null!]),
                new BooleanDataFrameColumn("truth", [true, false, null, true]));
            CsvFile.Write(new DataFrame(new StringDataFrameColumn("old", ["x"])), path);
            CsvFile.Write(frame, path);
            Assert.Equal(
                "text,truth\n\"a,b\",true\n\"say \"\"no\"\"\",false\n\"two\n\nlines\",\n,true\n"u8.ToArray(), File.ReadAllBytes(path));
            Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }

    [Fact]
    public void The_solutions_frame_has_a_row_a_solution()
    {
        DataFrame frame = Frames.Solutions(Rows);
        Assert.Equal(3, frame.Rows.Count);
        Assert.Equal(0.75, frame["value"][0]);
        Assert.Equal(-0.5, frame["log_weight"][0]);
        Assert.Null(frame["answer"][1]);
        Assert.Null(frame["value"][1]);
        Assert.Equal(0.25, frame["reward"][2]);
    }

    [Fact]
    public void The_steps_frame_has_a_row_a_step_of_each_run()
    {
        static SmcRun<Particle> Run() => new(
        [
            Step(1, [0, 0, 0, 0], ancestors: [0, 0, 1, 2], last: false),
            Step(2, [0, 0, double.NegativeInfinity, double.NegativeInfinity], null, last: true),
        ]);
        DataFrame frame = Frames.Steps([Run(), Run()]);
        Assert.Equal(
            "group,step,m,ess,log_evidence,resampled\n0,1,4,4,-1,true\n0,2,4,2,-2,false\n1,1,4,4,-1,true\n1,2,4,2,-2,false\n",
            CsvFile.Text(frame));
    }

    [Fact]
    public void The_weights_frame_has_a_row_a_step_with_the_mean_over_runs()
    {
        static SmcRun<Particle> Run(double heavy) => new(
        [
            Step(1, [0, 0, heavy, heavy], ancestors: [0, 0, 1, 2], last: false),
            Step(2, [0, double.NegativeInfinity, double.NegativeInfinity, double.NegativeInfinity], null, last: true),
        ]);
        // Step 1: variances (h/2)^2 * 4/3 of 3 and 0. Step 2 has one weight above 0, and so no variance.
        DataFrame frame = Frames.Weights([Run(3), Run(0)], leastGroups: 2);
        Assert.Equal(1, frame.Rows.Count);
        Assert.Equal(1.5, (double)frame["log_weight_variance"][0], 12);
        Assert.Equal(1.5, (double)frame["standard_error"][0], 12);
    }

    [Fact]
    public void Rows_are_gathered_by_problem_in_sample_order()
    {
        IReadOnlyList<ProblemSamples> problems = ProblemSamples.FromSolutions(
            Rows, new SameText(), StepAggregation.Min);
        Assert.Equal([0, 1], problems.Select(problem => problem.ProblemIndex));
        ProblemSamples second = problems[1];
        Assert.Equal(2, second.GroupSize);
        Assert.Equal([-1, 0], second.AnswerGroup);
        Assert.Equal([false, true], second.Correct);
        Assert.Equal([1, 1], second.Group);
        Assert.Equal([double.NaN, 0.75], second.Value);
        Assert.Equal([double.NaN, -0.5], second.LogWeight);
        Assert.Equal([50, 30], second.Tokens);
        Assert.Equal([0.25], problems[0].Reward);
        Assert.Equal(0.25, SampleStatistics.ShareCorrect(problems));
        Assert.Equal(30, SampleStatistics.TokensPerSolution(problems));
        Assert.Equal(1, SampleStatistics.DistinctAnswers(second));
        Assert.Equal(1, SampleStatistics.DistinctSolutions(Rows));
    }

    [Fact]
    public void Rows_of_two_runs_are_refused()
    {
        ArgumentException twice = Assert.Throws<ArgumentException>(() => ProblemSamples.FromSolutions(
            [.. Rows, Rows[0]], new SameText()));
        Assert.Contains("problem 1: sample 1 occurs twice", twice.Message);
        ArgumentException mixed = Assert.Throws<ArgumentException>(() => ProblemSamples.FromSolutions(
            [Rows[0], Rows[1] with { GroupSize = 4 }], new SameText()));
        Assert.Contains("expected one M", mixed.Message);
    }

    [Fact]
    public void Samples_that_make_no_sense_are_refused()
    {
        ProblemSamples samples = Samples.Of([0, 0, 0], 0);
        Assert.Throws<ArgumentException>(() => (samples with { AnswerGroup = [0, 3, 0] }).Validate());
        Assert.Throws<ArgumentException>(() => (samples with { Tokens = [1] }).Validate());
        Assert.Throws<ArgumentException>(() => (samples with { GroupSize = 2, Group = [0, 0, 0] }).Validate());
        Assert.Throws<ArgumentException>(() => (samples with { GroupSize = 2, Group = [0, 1, 2] }).Validate());
    }

    private static SmcStep<Particle> Step(int index, double[] logWeights, int[]? ancestors, bool last) => new()
    {
        Index = index,
        Particles = [.. logWeights.Select(_ => new Particle())],
        LogTwists = [.. logWeights],
        Weights = new Weights(logWeights),
        Ancestors = ancestors,
        Next = [],
        LogEvidence = -index,
        IsLast = last,
    };

    private sealed class Particle : IParticle
    {
        public ParticleStatus Status => ParticleStatus.Finished;
    }

    private sealed class SameText : IGrader
    {
        public bool Equivalent(string gold, string given) => gold == given;
    }

    private static Solution Row(int problem, int sample, string method, string? answer, bool correct) => new()
    {
        ProblemIndex = problem,
        SampleIndex = sample,
        Method = method,
        Prompt = "p",
        Output = "o",
        Answer = answer,
        Correct = correct,
    };
}
