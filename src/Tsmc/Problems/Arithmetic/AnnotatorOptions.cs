namespace Tsmc.Problems.Arithmetic;

/// <summary>
/// How the annotators of the fine-tuning data work, and how often they go wrong. This is a made-up cause of errors, stated openly: the
/// generator learns reasoning mistakes from it that a value model can come to see. Hasty annotators all write the one most
/// obvious path and are often wrong; careful ones spread over many orders of steps and are right more often. So the likeliest single
/// solution (greedy) tends to be a hasty, wrong one, while the right answer gathers the votes of many different solutions.
/// </summary>
/// <remarks>
/// Every loss, every "in each" and every distractor of a problem is misread independently with the rate of its wording and of the
/// annotator, times the factor of its kind. A mistake that would drive a running total out of 0..99 is not made. Where a mistaken total
/// does not divide evenly in the final split, the annotator drops the remainder (<c>37/4=9</c>).
/// </remarks>
public sealed record AnnotatorOptions
{
    /// <summary>Annotators who never make a mistake; the styles still vary.</summary>
    public static AnnotatorOptions None { get; } = new() { Hasty = new(0, 0), Careful = new(0, 0) };

    /// <summary>Share of solutions by hasty annotators, in [0, 1].</summary>
    public double HastyShare { get; init; } = 0.4;

    /// <summary>Share of shuffled solutions among the careful annotators', in [0, 1]; the others put products first.</summary>
    public double ShuffledShare { get; init; } = 0.5;

    /// <summary>Probability that a careful annotator exchanges the operands of a + or *, in [0, 1], for each step.</summary>
    public double CommuteProbability { get; init; } = 0.25;

    /// <summary>Mistakes of the hasty annotators.</summary>
    public MistakeRates Hasty { get; init; } = new(HardCue: 0.65, Base: 0.25);

    /// <summary>Mistakes of the careful annotators.</summary>
    public MistakeRates Careful { get; init; } = new(HardCue: 0.40, Base: 0.12);

    /// <summary>Factor on the rates for <see cref="MistakeKind.FlipLoss"/>, at least 0; 0 switches the kind off.</summary>
    public double FlipLossFactor { get; init; } = 1;

    /// <summary>Factor on the rates for <see cref="MistakeKind.IgnoreEach"/>, at least 0; 0 switches the kind off.</summary>
    public double IgnoreEachFactor { get; init; } = 1;

    /// <summary>Factor on the rates for <see cref="MistakeKind.CountDistractor"/>, at least 0; 0 switches the kind off.</summary>
    public double CountDistractorFactor { get; init; } = 1;

    /// <summary>The wordings that are misread with <see cref="MistakeRates.HardCue"/>.</summary>
    public IReadOnlyList<string> HardCues { get; init; } = CueWords.Hard;

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">An option is out of its range; the message names it.</exception>
    public void Validate()
    {
        Probability(HastyShare, nameof(HastyShare));
        Probability(ShuffledShare, nameof(ShuffledShare));
        Probability(CommuteProbability, nameof(CommuteProbability));
        Probability(Hasty.HardCue, $"{nameof(Hasty)}.{nameof(MistakeRates.HardCue)}");
        Probability(Hasty.Base, $"{nameof(Hasty)}.{nameof(MistakeRates.Base)}");
        Probability(Careful.HardCue, $"{nameof(Careful)}.{nameof(MistakeRates.HardCue)}");
        Probability(Careful.Base, $"{nameof(Careful)}.{nameof(MistakeRates.Base)}");
        Factor(FlipLossFactor, nameof(FlipLossFactor));
        Factor(IgnoreEachFactor, nameof(IgnoreEachFactor));
        Factor(CountDistractorFactor, nameof(CountDistractorFactor));
        string? unknown = HardCues.FirstOrDefault(cue =>
            !CueWords.Losses.Contains(cue) && !CueWords.Each.Contains(cue) && !CueWords.Distractors.Contains(cue));
        if (unknown is not null)
        {
            throw new ArgumentException(
                $"{nameof(HardCues)} holds \"{unknown}\"; expected wordings of {nameof(CueWords)}.{nameof(CueWords.Losses)}, " +
                $"{nameof(CueWords.Each)} or {nameof(CueWords.Distractors)}.");
        }
    }

    private static void Probability(double value, string name)
    {
        if (value is not (>= 0 and <= 1))
        {
            throw new ArgumentException($"{name} is {value}; expected a number in 0..1.");
        }
    }

    private static void Factor(double value, string name)
    {
        if (value is not (>= 0 and < double.PositiveInfinity))
        {
            throw new ArgumentException($"{name} is {value}; expected a finite number of at least 0.");
        }
    }
}
