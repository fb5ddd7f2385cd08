namespace Tsmc.Grading;

/// <summary>Decides whether two answers are the same. Pure and thread-safe.</summary>
public interface IGrader
{
    /// <summary>Whether <paramref name="given"/> says the same as <paramref name="gold"/>.</summary>
    /// <param name="gold">The reference answer, or the answer a group is known by.</param>
    /// <param name="given">The answer to judge.</param>
    bool Equivalent(string gold, string given);

    /// <summary>Decides as <see cref="Equivalent"/> and says by which rule.</summary>
    /// <param name="gold">The reference answer.</param>
    /// <param name="given">The answer to judge.</param>
    Verdict Grade(string gold, string given) =>
        Equivalent(gold, given) ? new(true, "equal answers") : new(false, "different answers");

    /// <summary>
    /// A short form such that equal forms mean equivalent answers; answers of different forms may still be equivalent. Groups of many
    /// answers are found by it without comparing all of them.
    /// </summary>
    string Key(string answer) => answer;
}
