using Tsmc.Grading;
using Tsmc.Problems;
using Tsmc.Problems.Arithmetic;

namespace Tsmc.Tests.Problems.Arithmetic;

public sealed class ArithmeticDataTests : IDisposable
{
    private static readonly ArithmeticWorld World = new(ArithmeticWorldOptions.Main, 1);
    private static readonly Annotator Noisy = new(new AnnotatorOptions(), 1);

    private readonly string _folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Fact]
    public void Files_hold_the_rows_asked_for_and_clean_rows_come_first()
    {
        var options = new ArithmeticDataOptions
        {
            TrainProblems = 30,
            ValidationProblems = 20,
            TestProblems = 10,
            CleanRows = 200,
            NoisyRows = 300,
        };
        ArithmeticData.Write(_folder, World, Noisy, options);

        foreach ((ProblemSplit split, string file, int count) in new[]
        {
            (ProblemSplit.Train, "train.jsonl", 30), (ProblemSplit.Validation, "valid.jsonl", 20), (ProblemSplit.Test, "test.jsonl", 10),
        })
        {
            Assert.Equal(World.Problems(split, count).Select(p => p.ToProblem()), JsonLines.Read<Problem>(InFolder(file)));
        }

        SftRow[] rows = [.. JsonLines.Read<SftRow>(InFolder("sft.jsonl"))];
        ArithmeticProblem[] problems = [.. World.Problems(ProblemSplit.Train, 500)];
        Assert.Equal(problems.Select(p => p.Text), rows.Select(r => r.Input));
        Assert.All(rows, row => Assert.True(row.IsEos && row.OutputPrefix.Length == 0));
        bool[] right = [.. rows.Zip(problems, (r, p) => AnswerExtraction.Find(r.Output) == p.Answer)];
        Assert.All(right[..200], Assert.True);
        Assert.InRange(right[200..].Count(r => r), 50, 250);
    }

    [Fact]
    public void A_cancelled_write_leaves_no_file_that_looks_whole()
    {
        using var stop = new CancellationTokenSource();
        var options = new ArithmeticDataOptions { TrainProblems = 5000 };
        Assert.Throws<OperationCanceledException>(() =>
            ArithmeticData.Write(_folder, World, Noisy, options, new StopAt(1000, stop), stop.Token));
        Assert.Empty(Directory.GetFiles(_folder, "*.jsonl"));
    }

    [Fact]
    public void A_bad_count_is_named() =>
        Assert.Contains("NoisyRows is -1", Assert.Throws<ArgumentException>(() =>
            ArithmeticData.Write(_folder, World, Noisy, new() { NoisyRows = -1 })).Message);

    [Fact]
    public void A_row_without_a_story_is_refused_with_its_line()
    {
        JsonLines.Write(InFolder("p.jsonl"), [World.Problem(ProblemSplit.Train, 0).ToProblem()]);
        string message = Assert.Throws<InvalidDataException>(() => ArithmeticProblem.Read(InFolder("p.jsonl")).ToList()).Message;
        Assert.Contains("p.jsonl, line 1", message);
        Assert.Contains("start", message);
    }

    [Fact]
    public void A_row_whose_numbers_make_no_story_is_refused_by_name()
    {
        ArithmeticProblem good = World.Problem(ProblemSplit.Train, 0), bad = World.Problem(ProblemSplit.Train, 1) with { Start = -1 };
        JsonLines.Write(InFolder("p.jsonl"), [good, bad]);
        string message = Assert.Throws<InvalidDataException>(() => ArithmeticProblem.Read(InFolder("p.jsonl")).ToList()).Message;
        Assert.Contains("problem train-00001", message);
    }

    private string InFolder(string name) => Path.Combine(_folder, name);

    private sealed class StopAt(int count, CancellationTokenSource stop) : IProgress<int>
    {
        public void Report(int value)
        {
            if (value >= count)
            {
                stop.Cancel();
            }
        }
    }
}
