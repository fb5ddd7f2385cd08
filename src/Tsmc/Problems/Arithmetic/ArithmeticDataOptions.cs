namespace Tsmc.Problems.Arithmetic;

/// <summary>How many rows <see cref="ArithmeticData"/> writes.</summary>
public sealed record ArithmeticDataOptions
{
    /// <summary>Problems in <c>train.jsonl</c>, at least 0.</summary>
    public int TrainProblems { get; init; } = 2000;

    /// <summary>Problems in <c>valid.jsonl</c>, at least 0.</summary>
    public int ValidationProblems { get; init; } = 200;

    /// <summary>Problems in <c>test.jsonl</c>, at least 0.</summary>
    public int TestProblems { get; init; } = 500;

    /// <summary>Rows of <c>sft.jsonl</c> by annotators who make no mistake, which come first; at least 0.</summary>
    public int CleanRows { get; init; } = 40_000;

    /// <summary>Rows of <c>sft.jsonl</c> by annotators who make mistakes, which come after the clean ones; at least 0.</summary>
    public int NoisyRows { get; init; } = 50_000;

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">An option is out of its range; the message names it.</exception>
    public void Validate()
    {
        NotNegative(TrainProblems, nameof(TrainProblems));
        NotNegative(ValidationProblems, nameof(ValidationProblems));
        NotNegative(TestProblems, nameof(TestProblems));
        NotNegative(CleanRows, nameof(CleanRows));
        NotNegative(NoisyRows, nameof(NoisyRows));
    }

    private static void NotNegative(int value, string name)
    {
        if (value < 0)
        {
            throw new ArgumentException($"{name} is {value}; expected a whole number of at least 0.");
        }
    }
}
