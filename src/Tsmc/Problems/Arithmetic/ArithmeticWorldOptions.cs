namespace Tsmc.Problems.Arithmetic;

/// <summary>How long and how tricky the problems of an <see cref="ArithmeticWorld"/> are.</summary>
public sealed record ArithmeticWorldOptions
{
    /// <summary>2 or 3 events: voting alone comes close to what value models reach.</summary>
    public static ArithmeticWorldOptions Easy { get; } = new() { MinEvents = 2, MaxEvents = 3 };

    /// <summary>3 or 4 events: the setting of the demonstration, and the defaults of this record.</summary>
    public static ArithmeticWorldOptions Main { get; } = new();

    /// <summary>4 or 5 events and more sentences that do not matter.</summary>
    public static ArithmeticWorldOptions Hard { get; } = new() { MinEvents = 4, MaxEvents = 5, DistractorProbability = 0.6 };

    /// <summary>Least number of events, from 1.</summary>
    public int MinEvents { get; init; } = 3;

    /// <summary>Greatest number of events, at most 9.</summary>
    public int MaxEvents { get; init; } = 4;

    /// <summary>Probability of a sentence that does not matter before an event, in [0, 1].</summary>
    public double DistractorProbability { get; init; } = 0.35;

    /// <summary>Probability that an event counts containers with the same number in each, in [0, 1].</summary>
    public double EachProbability { get; init; } = 0.35;

    /// <summary>Probability that the total is split equally at the end (by 2 to 6), in [0, 1].</summary>
    public double ShareProbability { get; init; } = 0.3;

    /// <summary>Greatest running total in the order told; 50 to 99, so that every number has one or two digits.</summary>
    public int MaxTotal { get; init; } = 99;

    /// <summary>The difficulty of a name: <c>easy</c>, <c>main</c> or <c>hard</c>.</summary>
    /// <exception cref="ArgumentException">There is no such difficulty.</exception>
    public static ArithmeticWorldOptions Named(string difficulty) => difficulty switch
    {
        "easy" => Easy,
        "main" => Main,
        "hard" => Hard,
        _ => throw new ArgumentException($"Difficulty is \"{difficulty}\"; expected easy, main or hard."),
    };

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">An option is out of its range; the message names it.</exception>
    public void Validate()
    {
        Whole(MinEvents, 1, 9, nameof(MinEvents));
        Whole(MaxEvents, MinEvents, 9, nameof(MaxEvents));
        Probability(DistractorProbability, nameof(DistractorProbability));
        Probability(EachProbability, nameof(EachProbability));
        Probability(ShareProbability, nameof(ShareProbability));
        Whole(MaxTotal, 50, 99, nameof(MaxTotal));
    }

    private static void Whole(int value, int low, int high, string name)
    {
        if (value < low || value > high)
        {
            throw new ArgumentException($"{name} is {value}; expected a whole number in {low}..{high}.");
        }
    }

    private static void Probability(double value, string name)
    {
        if (value is not (>= 0 and <= 1))
        {
            throw new ArgumentException($"{name} is {value}; expected a number in 0..1.");
        }
    }
}
