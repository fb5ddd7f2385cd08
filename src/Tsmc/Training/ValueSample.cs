namespace Tsmc.Training;

/// <summary>One solution of a problem, in tokens, and where its value is read.</summary>
/// <param name="Ids">The solution's tokens, without the prompt; the end-of-sequence token last where the solution is finished.</param>
/// <param name="Positions">Where in <paramref name="Ids"/> a step ends, ascending; last the solution's last token.</param>
/// <param name="Correct">Whether the solution is correct.</param>
public sealed record ValueSample(IReadOnlyList<int> Ids, IReadOnlyList<int> Positions, bool Correct)
{
    /// <summary>
    /// A label in [0, 1] for each of <see cref="Positions"/>, NaN where a step has none: what <see cref="ProcessLoss"/> learns. Null where
    /// nothing is labelled.
    /// </summary>
    public IReadOnlyList<float>? Labels { get; init; }
}
