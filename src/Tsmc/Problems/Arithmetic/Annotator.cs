using Tsmc.Randomness;

namespace Tsmc.Problems.Arithmetic;

/// <summary>
/// Writes solutions the way many annotators would: in different orders of steps, with right arithmetic, and with the reasoning mistakes
/// that <see cref="AnnotatorOptions"/> describes.
/// </summary>
public sealed class Annotator
{
    // With 5 events a random order is writable often enough that 20 tries find one; if not, the order told always is.
    private const int ShuffleTries = 20;

    private readonly CounterRandom _random;
    private readonly HashSet<string> _hardCues;

    /// <summary>Makes the annotator of a seed.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public Annotator(AnnotatorOptions options, long seed)
    {
        options.Validate();
        Options = options;
        Seed = seed;
        _random = new CounterRandom(seed, RandomStream.Annotator);
        _hardCues = [.. options.HardCues];
    }

    /// <summary>The options the annotator works by.</summary>
    public AnnotatorOptions Options { get; }

    /// <summary>The seed of the annotator's choices.</summary>
    public long Seed { get; }

    /// <summary>Writes a solution: a pure function of the seed, the options, the problem's text and <paramref name="draw"/>.</summary>
    /// <param name="problem">The problem to solve.</param>
    /// <param name="draw">Which of the problem's solutions, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="draw"/> is negative.</exception>
    public AnnotatedSolution Annotate(ArithmeticProblem problem, int draw = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(draw);
        ulong address = StableHash.Of(problem.Text);
        RandomSequence random = _random.Sequence((uint)(address >> 32), (uint)address, (uint)draw);
        AnnotatorStyle style = random.Chance(Options.HastyShare) ? AnnotatorStyle.Hasty
            : random.Chance(Options.ShuffledShare) ? AnnotatorStyle.Shuffled
            : AnnotatorStyle.ProductsFirst;
        IReadOnlyList<Move> moves = Read(problem, style, random);
        if (style == AnnotatorStyle.Shuffled)
        {
            moves = Shuffle(problem.Start, moves, random);
        }
        (string text, IReadOnlyList<AnnotatorMistake> mistakes) = SolutionWriter.Write(
            problem, moves, style == AnnotatorStyle.ProductsFirst,
            () => style != AnnotatorStyle.Hasty && random.Chance(Options.CommuteProbability));
        return new() { Text = text, Style = style, Mistakes = mistakes };
    }

    /// <summary>
    /// The probability that an annotator of <paramref name="style"/> misreads a place with the wording <paramref name="cue"/>.
    /// </summary>
    public double Rate(AnnotatorStyle style, MistakeKind kind, string cue)
    {
        MistakeRates rates = style == AnnotatorStyle.Hasty ? Options.Hasty : Options.Careful;
        double factor = kind switch
        {
            MistakeKind.FlipLoss => Options.FlipLossFactor,
            MistakeKind.IgnoreEach => Options.IgnoreEachFactor,
            _ => Options.CountDistractorFactor,
        };
        return Math.Min(1, factor * (_hardCues.Contains(cue) ? rates.HardCue : rates.Base));
    }

    private IReadOnlyList<Move> Read(ArithmeticProblem problem, AnnotatorStyle style, RandomSequence random)
    {
        var misreadings = new List<Misreading>();
        foreach ((Misreading place, string cue) in Places(problem))
        {
            if (random.Chance(Rate(style, place.Kind, cue)))
            {
                misreadings.Add(place);
            }
        }
        IReadOnlyList<Move> moves = Move.Told(problem, misreadings);
        while (!Move.IsWritable(problem.Start, moves))
        {
            misreadings.RemoveAt(misreadings.Count - 1);
            moves = Move.Told(problem, misreadings);
        }
        return moves;
    }

    /// <summary>Every place of a problem that can be misread, with the wording that invites it.</summary>
    internal static IEnumerable<(Misreading Place, string Cue)> Places(ArithmeticProblem problem)
    {
        for (int i = 0; i < problem.Events.Count; i++)
        {
            if (problem.Events[i].Kind == EventKind.Loss)
            {
                yield return (new(MistakeKind.FlipLoss, i), problem.Events[i].Cue);
            }
            if (problem.Events[i].EachCue is string each)
            {
                yield return (new(MistakeKind.IgnoreEach, i), each);
            }
        }
        for (int d = 0; d < problem.Distractors.Count; d++)
        {
            yield return (new(MistakeKind.CountDistractor, d), problem.Distractors[d].Cue);
        }
    }

    private static IReadOnlyList<Move> Shuffle(int start, IReadOnlyList<Move> told, RandomSequence random)
    {
        Move[] moves = [.. told];
        for (int i = 0; i < ShuffleTries; i++)
        {
            random.Shuffle(moves.AsSpan());
            if (Move.IsWritable(start, moves))
            {
                return moves;
            }
        }
        return told;
    }
}
