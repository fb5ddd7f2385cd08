using Tsmc.Randomness;

namespace Tsmc.Problems.Arithmetic;

/// <summary>
/// An endless supply of grade-school word problems: someone has some objects, gains and loses some, and may share the rest. Every problem
/// is a pure function of the options, the seed, the split and the index.
/// </summary>
/// <remarks>
/// Splits are disjoint by construction, across all seeds and sizes: a hash of a problem's story (start, events and split, in order, without
/// names and wording) says to which split it belongs, and problems are redrawn until the hash says the wanted one. So not even the same
/// numbers under other names are shared.
/// </remarks>
public sealed class ArithmeticWorld
{
    private readonly CounterRandom _random;

    /// <summary>Opens the world of a seed.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public ArithmeticWorld(ArithmeticWorldOptions options, long seed)
    {
        options.Validate();
        Options = options;
        _random = new CounterRandom(seed, RandomStream.Problems);
    }

    /// <summary>The options of the world.</summary>
    public ArithmeticWorldOptions Options { get; }

    /// <summary>The problem of a split at an index from 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is negative.</exception>
    public ArithmeticProblem Problem(ProblemSplit split, int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        for (uint draw = 0; ; draw++)
        {
            RandomSequence random = _random.Sequence((uint)split, (uint)index, draw);
            Story story = Story.Draw(Options, random);
            if (SplitOf(story) == split)
            {
                return Tell(story, $"{Prefix(split)}-{index:D5}", random);
            }
        }
    }

    /// <summary>The first problems of a split.</summary>
    public IEnumerable<ArithmeticProblem> Problems(ProblemSplit split, int count)
    {
        for (int i = 0; i < count; i++)
        {
            yield return Problem(split, i);
        }
    }

    /// <summary>The split a problem belongs to, whatever world it came from.</summary>
    public static ProblemSplit SplitOf(ArithmeticProblem problem) => SplitOf(new Story(problem.Start, problem.Events, problem.Share));

    /// <summary>How a split is called in file names and problem names: <c>train</c>, <c>valid</c>, <c>test</c>.</summary>
    public static string Prefix(ProblemSplit split) => split switch
    {
        ProblemSplit.Train => "train",
        ProblemSplit.Validation => "valid",
        _ => "test",
    };

    /// <summary>80 % of all stories are for training, 10 % each for validation and test.</summary>
    private static ProblemSplit SplitOf(Story story) => (StableHash.Of(story.Key) % 20) switch
    {
        < 16 => ProblemSplit.Train,
        < 18 => ProblemSplit.Validation,
        _ => ProblemSplit.Test,
    };

    private ArithmeticProblem Tell(Story story, string id, RandomSequence random)
    {
        string name = random.Choose(random.Chance(0.5) ? Wording.Women : Wording.Men);
        string objects = random.Choose(Wording.Objects);
        string containers = random.Choose(Wording.Containers);
        var distractors = new List<Distractor>();
        for (int i = 0; i < story.Events.Count; i++)
        {
            if (random.Chance(Options.DistractorProbability))
            {
                string cue = random.Choose(CueWords.Distractors);
                (int low, int high) = Wording.DistractorRange(cue);
                distractors.Add(new() { Before = i, Cue = cue, Number = random.Next(low, high) });
            }
        }
        return new()
        {
            Id = id,
            Text = Wording.Tell(name, objects, containers, story.Start, story.Events, distractors, story.Share, random),
            Name = name,
            Object = objects,
            Container = containers,
            Start = story.Start,
            Events = story.Events,
            Distractors = distractors,
            Share = story.Share,
        };
    }
}
