using System.Text;
using System.Text.Json;
using Tsmc.Grading;
using Tsmc.Problems;
using Tsmc.Sampling;
using Tsmc.Smc;
using Tsmc.Tokenization;

namespace Tsmc.Records;

/// <summary>
/// Writes a run record row by row, each seen onto the file at once, so that what a stopped run leaves can be read. Several groups may
/// write at the same time.
/// </summary>
public sealed class RunRecordWriter : IDisposable
{
    private readonly Lock _gate = new();
    private readonly FileStream _file;
    private readonly Tokenizer _tokenizer;
    private readonly IGrader? _grader;
    private readonly Dictionary<int, Problem> _problems = [];

    private RunRecordWriter(FileStream file, Tokenizer tokenizer, IGrader? grader) => (_file, _tokenizer, _grader) = (file, tokenizer, grader);

    /// <summary>Begins a record; a file that is there is replaced.</summary>
    /// <param name="path">The JSON Lines file; its folder is made when missing.</param>
    /// <param name="header">Models and options.</param>
    /// <param name="tokenizer">Turns tokens into text.</param>
    /// <param name="grader">Grades the particles of a run's last step; null leaves them ungraded.</param>
    public static RunRecordWriter Create(string path, RunHeader header, Tokenizer tokenizer, IGrader? grader = null)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var writer = new RunRecordWriter(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read), tokenizer, grader);
        writer.Write(header);
        return writer;
    }

    /// <summary>
    /// Goes on with the record of a stopped run whose problems were written one after the other: the first ones stay, what follows
    /// them is dropped. Without a file it begins one.
    /// </summary>
    /// <param name="path">The JSON Lines file.</param>
    /// <param name="header">Models and options; must be those the file was begun with.</param>
    /// <param name="problems">How many problems stay.</param>
    /// <param name="tokenizer">Turns tokens into text.</param>
    /// <param name="grader">Grades the particles of a run's last step; null leaves them ungraded.</param>
    /// <exception cref="InvalidDataException">The file was begun with other settings, or holds fewer problems.</exception>
    public static RunRecordWriter Continue(string path, RunHeader header, int problems, Tokenizer tokenizer, IGrader? grader = null)
    {
        (int found, long length) = File.Exists(path) ? Kept(path, header, problems) : (0, 0);
        if (found < problems)
        {
            throw new InvalidDataException(
                $"{path}: records {found} of the {problems} problems that are solved already; name another output to sample and record them anew.");
        }
        if (length == 0)
        {
            return Create(path, header, tokenizer, grader);
        }
        var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.Read);
        file.SetLength(length);
        file.Seek(0, SeekOrigin.End);
        return new RunRecordWriter(file, tokenizer, grader);
    }

    /// <summary>Writes a problem's row; its groups' steps may follow.</summary>
    /// <param name="index">Index of the problem in its file.</param>
    /// <param name="problem">The problem.</param>
    public void Begin(int index, Problem problem)
    {
        lock (_gate)
        {
            _problems[index] = problem;
            Write(new RecordedProblem { Index = index, Id = problem.Id, Text = problem.Text, Answer = problem.Answer });
        }
    }

    /// <summary>Writes one step of a group.</summary>
    /// <param name="address">The group; its problem has begun.</param>
    /// <param name="step">The step.</param>
    /// <param name="previous">The step before; null at the first.</param>
    /// <exception cref="ArgumentException">The problem has not begun.</exception>
    public void Add(GroupAddress address, SmcStep<TextParticle> step, SmcStep<TextParticle>? previous)
    {
        lock (_gate)
        {
            if (!_problems.TryGetValue(address.Problem, out Problem? problem))
            {
                throw new ArgumentException($"Problem {address.Problem} has not begun in this record; call Begin first.", nameof(address));
            }
            Write(new RecordedStep
            {
                Problem = address.Problem,
                Group = address.Group,
                Step = step.Index,
                IsLast = step.IsLast,
                Ess = step.Weights.Ess,
                LogEvidence = step.LogEvidence,
                Ancestors = step.Ancestors,
                Particles = [.. step.Particles.Select((particle, slot) =>
                    Particle(step, slot, moved: previous is null || !ReferenceEquals(previous.Next[slot], particle), problem))],
            });
        }
    }

    /// <summary>Writes a problem with the whole runs of its groups 0, 1, ….</summary>
    /// <param name="index">Index of the problem in its file.</param>
    /// <param name="problem">The problem.</param>
    /// <param name="runs">A run for each group.</param>
    public void Add(int index, Problem problem, IEnumerable<SmcRun<TextParticle>> runs)
    {
        Begin(index, problem);
        foreach ((int group, SmcRun<TextParticle> run) in runs.Index())
        {
            for (int t = 0; t < run.Steps.Count; t++)
            {
                Add(new GroupAddress(index, group), run.Steps[t], t == 0 ? null : run.Steps[t - 1]);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private RecordedParticle Particle(SmcStep<TextParticle> step, int slot, bool moved, Problem problem)
    {
        TextParticle particle = step.Particles[slot];
        bool graded = step.IsLast && _grader is not null;
        string? answer = graded && particle.Status == ParticleStatus.Finished ? AnswerExtraction.Find(_tokenizer.Decode(particle.Tokens())) : null;
        return new RecordedParticle
        {
            Status = particle.Status,
            Value = particle.Value,
            LogTwist = step.LogTwists[slot],
            LogWeight = step.Weights.LogWeights[slot],
            Weight = step.Weights.Normalised[slot],
            Tokens = moved ? particle.NewTokens.Count : 0,
            Text = moved ? _tokenizer.Decode(particle.NewTokens) : "",
            Answer = answer,
            Correct = graded ? answer is not null && _grader!.Equivalent(problem.Answer, answer) : null,
        };
    }

    private void Write(RecordRow row)
    {
        _file.Write(Line(row));
        _file.Flush();
    }

    private static byte[] Line(RecordRow row) => Encoding.UTF8.GetBytes(JsonSerializer.Serialize(row, JsonLines.Format) + "\n");

    /// <summary>How many of the wanted problems a file holds, and where the row behind them begins, in bytes.</summary>
    private static (int Found, long Length) Kept(string path, RunHeader header, int problems)
    {
        byte[] bytes = File.ReadAllBytes(path);
        byte[] first = Line(header);
        if (first.AsSpan().StartsWith(bytes))
        {
            return (0, 0); // stopped before or within the header
        }
        if (!bytes.AsSpan().StartsWith(first))
        {
            throw new InvalidDataException($"{path}: was begun with other settings, or is no run record; name another file or delete it.");
        }
        int found = 0;
        int start = 0;
        for (int end; (end = Array.IndexOf(bytes, (byte)'\n', start)) >= 0; start = end + 1)
        {
            if (bytes.AsSpan(start).StartsWith("{\"kind\":\"problem\""u8) && ++found > problems)
            {
                return (problems, start);
            }
        }
        return (found, start);
    }
}
