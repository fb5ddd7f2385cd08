using Tsmc.Grading;
using Tsmc.Records;
using Tsmc.Sampling;
using Tsmc.Smc;

namespace Tsmc.Tests.Records;

public sealed class RunRecordTests(RecordedRuns runs) : IClassFixture<RecordedRuns>
{
    [Fact]
    public void What_is_read_is_what_ran()
    {
        RunRecord record = RunRecord.Read(runs.Write("whole.jsonl"));
        Assert.Null(record.Remark);
        Assert.Equal(RunHeader.Of(RecordedRuns.Options) with { Model = "gen" }, record.Header);
        Assert.Equal(RecordedRuns.Problems.Select(problem => (problem.Id, problem.Text, problem.Answer)),
            record.Problems.Select(problem => (problem.Id, problem.Text, problem.Answer)));
        Assert.Equal([(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2)], record.Groups.Select(group => (group.Problem, group.Group)));
        foreach (RecordedGroup group in record.Groups)
        {
            SmcRun<TextParticle> run = runs.Samples[group.Problem].Runs[group.Group];
            Assert.True(group.IsWhole);
            foreach ((SmcStep<TextParticle> step, RecordedStep recorded) in run.Steps.Zip(group.Steps))
            {
                Assert.Equal((step.Index, step.IsLast, step.Weights.Ess, step.LogEvidence),
                    (recorded.Step, recorded.IsLast, recorded.Ess, recorded.LogEvidence));
                Assert.Equal(step.Ancestors, recorded.Ancestors);
                Assert.Equal(step.Weights.LogWeights, recorded.Particles.Select(particle => particle.LogWeight));
                Assert.Equal(step.Weights.Normalised, recorded.Particles.Select(particle => particle.Weight));
                Assert.Equal(step.LogTwists, recorded.Particles.Select(particle => particle.LogTwist));
                Assert.Equal(step.Particles.Select(particle => (particle.Status, particle.Value)),
                    recorded.Particles.Select(particle => (particle.Status, particle.Value)));
            }
        }
    }

    // A particle writes only once what it wrote, also when it waits for the others after its end: the texts along its ancestors are
    // the solution.
    [Fact]
    public void The_texts_along_the_ancestors_are_the_solution()
    {
        RunRecord record = RunRecord.Read(runs.Write("texts.jsonl"));
        foreach (RecordedGroup group in record.Groups)
        {
            SmcRun<TextParticle> run = runs.Samples[group.Problem].Runs[group.Group];
            for (int particle = 0; particle < run.Particles.Count; particle++)
            {
                IEnumerable<RecordedParticle> path =
                    group.Steps.Select(step => step.Particles[RecordedRuns.AncestorOf(group, particle, step.Step)]);
                Assert.Equal(runs.Tokenizer.Decode(run.Particles[particle].Tokens()), string.Concat(path.Select(each => each.Text)));
                Assert.Equal(run.Particles[particle].Length, path.Sum(each => each.Tokens));
            }
        }
    }

    [Fact]
    public void The_last_step_is_graded_as_the_solutions_are()
    {
        RunRecord record = RunRecord.Read(runs.Write("graded.jsonl"));
        Assert.Equal(
            runs.Samples.SelectMany(sample => sample.Solutions).Select(row => ((bool?)row.Correct, row.Answer)),
            record.Groups.SelectMany(group => group.Steps[^1].Particles).Select(particle => (particle.Correct, particle.Answer)));
        Assert.All(record.Groups.SelectMany(group => group.Steps.SkipLast(1)).SelectMany(step => step.Particles), particle => Assert.Null(particle.Correct));
    }

    // Cut at any byte behind the header: what is whole is read, what is half written is left out and said.
    [Fact]
    public void A_file_cut_anywhere_is_read_as_far_as_it_is_whole()
    {
        byte[] whole = File.ReadAllBytes(runs.Write("cut.jsonl"));
        int header = Array.IndexOf(whole, (byte)'\n') + 1;
        string path = runs.File("cut-here.jsonl");
        for (int length = header; length < whole.Length; length += 397)
        {
            File.WriteAllBytes(path, whole[..length]);
            int rows = whole[..length].Count(each => each == (byte)'\n');
            // A row that lacks only its newline is whole.
            bool rowIsWhole = whole[length - 1] == (byte)'\n' || whole[length] == (byte)'\n';
            RunRecord record = RunRecord.Read(path);
            int read = 1 + record.Problems.Count + record.Groups.Sum(group => group.Steps.Count);
            Assert.Equal(rows + (whole[length - 1] != (byte)'\n' && rowIsWhole ? 1 : 0), read);
            Assert.Equal(rowIsWhole ? null : $"{path}, line {rows + 1}: the row is half written; it was left out.", record.Remark);
        }
    }

    [Theory]
    [InlineData(1, "{\"idx\": 0, \"output\": \"x\"}", "not a run record; expected a row that begins")]
    [InlineData(1, "no JSON at all", "not a run record; expected a row that begins")]
    [InlineData(1, "{\"kind\":\"run\",\"format\":\"tsmc-run\",\"version\":1}", "missing required properties")]
    [InlineData(2, "{\"problem\": 0}", "does not begin with its kind")]
    [InlineData(2, "{\"kind\":\"epoch\"}", "not a valid RecordRow row")]
    [InlineData(3, "{\"kind\":\"step\"", "not a valid RecordRow row")]
    [InlineData(3, "{\"kind\":\"step\",\"problem\":0,\"group\":0,\"step\":2,\"last\":false,\"ess\":1,\"log_evidence\":0,\"ancestors\":null,\"particles\":[]}",
        "step 2 of problem 0, group 0; expected step 1")]
    [InlineData(3, "{\"kind\":\"step\",\"problem\":7,\"group\":0,\"step\":1,\"last\":false,\"ess\":1,\"log_evidence\":0,\"ancestors\":null,\"particles\":[]}",
        "a step of problem 7, which no row before it describes")]
    [InlineData(3, "{\"kind\":\"step\",\"problem\":0,\"group\":0,\"step\":1,\"last\":false,\"ess\":1,\"log_evidence\":0,\"ancestors\":null,\"particles\":null}",
        "0 particles in problem 0, group 0; expected at least 1")]
    [InlineData(3, "{\"kind\":\"step\",\"problem\":0,\"group\":0,\"step\":1,\"last\":false,\"ess\":1,\"log_evidence\":0,\"ancestors\":[4],\"particles\":"
        + "[{\"status\":\"running\",\"value\":1,\"log_twist\":0,\"log_weight\":0,\"weight\":1,\"tokens\":1,\"text\":\"a\"}]}",
        "do not fit its 1 particles; expected 1 slots in 0 .. 0")]
    public void A_row_that_does_not_fit_is_named_by_file_and_line(int number, string row, string sentence)
    {
        string[] lines = File.ReadAllLines(runs.Write("wrong.jsonl"));
        lines[number - 1] = row;
        string path = runs.File("wrong-row.jsonl");
        File.WriteAllLines(path, lines);
        var error = Assert.Throws<InvalidDataException>(() => RunRecord.Read(path));
        Assert.StartsWith($"{path}, line {number}", error.Message);
        Assert.Contains(sentence, error.Message);
    }

    [Fact]
    public void An_empty_file_and_another_version_are_said()
    {
        string path = runs.File("other.jsonl");
        File.WriteAllText(path, "");
        Assert.Contains("empty", Assert.Throws<InvalidDataException>(() => RunRecord.Read(path)).Message);
        File.WriteAllText(path, File.ReadAllText(runs.Write("version.jsonl")).Replace("\"version\":1", "\"version\":9"));
        Assert.Contains("format version 9", Assert.Throws<InvalidDataException>(() => RunRecord.Read(path)).Message);
    }

    [Fact]
    public async Task Steps_can_be_read_while_they_pass_through()
    {
        string path = runs.File("live.jsonl");
        using RunRecordWriter writer = RunRecordWriter.Create(path, RunHeader.Of(RecordedRuns.Options), runs.Tokenizer);
        writer.Begin(0, RecordedRuns.Problems[0]);
        int seen = 0;
        await foreach (SmcStep<TextParticle> step in runs.Samples[0].Runs[1].Steps.ToAsyncEnumerable().RecordTo(writer, new GroupAddress(0, 1)))
        {
            seen++;
            RecordedGroup group = Assert.Single(RunRecord.Read(path).Groups);
            Assert.Equal((1, seen, step.IsLast), (group.Group, group.Steps.Count, group.IsWhole));
        }
        Assert.True(seen > 1, "a run of one step shows nothing");
    }

    [Fact]
    public void A_stopped_record_goes_on_byte_for_byte()
    {
        string whole = runs.Write("undisturbed.jsonl");
        byte[] expected = File.ReadAllBytes(whole);
        string path = runs.File("stopped.jsonl");
        RunHeader header = RunHeader.Of(RecordedRuns.Options) with { Model = "gen" };
        foreach (int cut in (int[])[0, 40, expected.Length / 4, expected.Length - 1])
        {
            File.WriteAllBytes(path, expected[..cut]);
            int solved = cut == expected.Length - 1 ? 1 : 0;
            using (RunRecordWriter writer = RunRecordWriter.Continue(path, header, solved, runs.Tokenizer, NumericGrader.Instance))
            {
                for (int index = solved; index < 2; index++)
                {
                    writer.Add(index, RecordedRuns.Problems[index], runs.Samples[index].Runs);
                }
            }
            Assert.Equal(expected, File.ReadAllBytes(path));
        }
        Assert.Contains("other settings", Assert.Throws<InvalidDataException>(
            () => RunRecordWriter.Continue(path, header with { Seed = 3 }, 1, runs.Tokenizer)).Message);
        Assert.Contains("records 2 of the 5 problems", Assert.Throws<InvalidDataException>(
            () => RunRecordWriter.Continue(path, header, 5, runs.Tokenizer)).Message);
        Assert.Equal(expected, File.ReadAllBytes(path));
    }
}
