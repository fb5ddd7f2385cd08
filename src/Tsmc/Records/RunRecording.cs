using System.Runtime.CompilerServices;
using Tsmc.Grading;
using Tsmc.Problems;
using Tsmc.Sampling;
using Tsmc.Smc;
using Tsmc.Tokenization;

namespace Tsmc.Records;

/// <summary>Records runs in one call, while their steps pass through or afterwards.</summary>
public static class RunRecording
{
    /// <summary>Passes a run's steps on and writes each into a record as it passes.</summary>
    /// <param name="run">The run.</param>
    /// <param name="record">The record; the group's problem has begun in it.</param>
    /// <param name="address">The group.</param>
    /// <param name="ct">Cancels the run.</param>
    public static async IAsyncEnumerable<SmcStep<TextParticle>> RecordTo(
        this IAsyncEnumerable<SmcStep<TextParticle>> run, RunRecordWriter record, GroupAddress address,
        [EnumeratorCancellation] CancellationToken ct = default)
    {
        SmcStep<TextParticle>? previous = null;
        await foreach (SmcStep<TextParticle> step in run.WithCancellation(ct).ConfigureAwait(false))
        {
            record.Add(address, step, previous);
            previous = step;
            yield return step;
        }
    }

    /// <summary>Passes the steps of one group's run on and writes each into a record of its own as it passes.</summary>
    /// <param name="run">The run.</param>
    /// <param name="path">The JSON Lines file; one that is there is replaced.</param>
    /// <param name="problem">The group's problem.</param>
    /// <param name="group">The group.</param>
    /// <param name="options">The run's options.</param>
    /// <param name="tokenizer">Turns tokens into text.</param>
    /// <param name="grader">Grades the last step's particles; null leaves them ungraded.</param>
    /// <param name="ct">Cancels the run.</param>
    /// <example><code>await SolutionSampler.RunAsync(group, options).RecordTo("run.jsonl", problem, group, options, tokenizer).CollectAsync()</code></example>
    public static async IAsyncEnumerable<SmcStep<TextParticle>> RecordTo(
        this IAsyncEnumerable<SmcStep<TextParticle>> run, string path, Problem problem, DecodingGroup group, TsmcOptions options,
        Tokenizer tokenizer, IGrader? grader = null, [EnumeratorCancellation] CancellationToken ct = default)
    {
        using RunRecordWriter record = RunRecordWriter.Create(path, RunHeader.Of(options), tokenizer, grader);
        record.Begin(group.Address.Problem, problem);
        await foreach (SmcStep<TextParticle> step in run.RecordTo(record, group.Address, ct).ConfigureAwait(false))
        {
            yield return step;
        }
    }

    /// <summary>Writes the runs of a problem's groups, as <see cref="SolutionSampler.TsmcAsync"/> gives them, into a record of their own.</summary>
    /// <param name="sample">The runs.</param>
    /// <param name="path">The JSON Lines file; one that is there is replaced.</param>
    /// <param name="index">Index of the problem in its file.</param>
    /// <param name="problem">The problem.</param>
    /// <param name="options">The runs' options.</param>
    /// <param name="tokenizer">Turns tokens into text.</param>
    /// <param name="grader">Grades the last step's particles; null leaves them ungraded.</param>
    public static void RecordTo(
        this TsmcSample sample, string path, int index, Problem problem, TsmcOptions options, Tokenizer tokenizer, IGrader? grader = null)
    {
        using RunRecordWriter record = RunRecordWriter.Create(path, RunHeader.Of(options), tokenizer, grader);
        record.Add(index, problem, sample.Runs);
    }
}
