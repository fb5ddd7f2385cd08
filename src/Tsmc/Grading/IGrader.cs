namespace Tsmc.Grading;

/// <summary>Decides whether two answers are the same. Pure and thread-safe.</summary>
public interface IGrader
{
    /// <summary>Whether <paramref name="given"/> says the same as <paramref name="gold"/>.</summary>
    /// <param name="gold">The reference answer, or the answer a group is known by.</param>
    /// <param name="given">The answer to judge.</param>
    bool Equivalent(string gold, string given);
}
