using Tsmc.Grading.MathVerify;
using Tsmc.Grading.Prm800k;

namespace Tsmc.Grading;

/// <summary>Compares answers to math problems, written in LaTeX or plain text.</summary>
public sealed class MathGrader : IGrader
{
    /// <summary>Longest answer that is read, in characters (it may be a whole solution); a longer one equals only its own text.</summary>
    public const int LongestAnswer = 15_000;

    private MathGrader(MathGraderMode mode) => Mode = mode;

    /// <summary>The grader of mode <see cref="MathGraderMode.Prm800k"/>.</summary>
    public static MathGrader Prm800k { get; } = new(MathGraderMode.Prm800k);

    /// <summary>The grader of mode <see cref="MathGraderMode.MathVerify"/>.</summary>
    public static MathGrader MathVerify { get; } = new(MathGraderMode.MathVerify);

    /// <summary>How strictly it compares.</summary>
    public MathGraderMode Mode { get; }

    /// <inheritdoc/>
    public bool Equivalent(string gold, string given) => Grade(gold, given).Correct;

    /// <inheritdoc/>
    public string Key(string answer) => answer.Length > LongestAnswer ? answer
        : Mode == MathGraderMode.Prm800k ? HendrycksForm.Of(answer) : MathVerifyRules.Key(answer);

    /// <inheritdoc/>
    public Verdict Grade(string gold, string given)
    {
        ArgumentNullException.ThrowIfNull(gold);
        ArgumentNullException.ThrowIfNull(given);
        if (string.Equals(gold, given, StringComparison.Ordinal))
        {
            return new(true, "equal text");
        }
        if (gold.Length > LongestAnswer || given.Length > LongestAnswer)
        {
            return new(false, $"more than {LongestAnswer} characters, and not the same");
        }
        return Mode == MathGraderMode.Prm800k ? Prm800kRules.Grade(gold, given) : MathVerifyRules.Grade(gold, given);
    }
}
