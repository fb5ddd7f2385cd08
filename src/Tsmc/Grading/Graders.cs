namespace Tsmc.Grading;

/// <summary>The graders by the names that flags and files use.</summary>
public static class Graders
{
    private static readonly Dictionary<string, IGrader> Named = new()
    {
        ["numeric"] = NumericGrader.Instance,
        ["prm800k"] = MathGrader.Prm800k,
        ["math-verify"] = MathGrader.MathVerify,
    };

    /// <summary>All names: <c>numeric</c>, <c>prm800k</c>, <c>math-verify</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Named.Keys];

    /// <summary>The grader of a name.</summary>
    /// <exception cref="ArgumentException">There is no grader of this name.</exception>
    public static IGrader Of(string name) => Named.TryGetValue(name, out IGrader? grader)
        ? grader
        : throw new ArgumentException($"grader is \"{name}\"; expected {string.Join(", ", Names.SkipLast(1))} or {Names[^1]}.", nameof(name));
}
