namespace Tsmc.Problems.Arithmetic;

/// <summary>
/// The quantities of a story that a solution has not combined yet. Two states are equal when they hold the same quantities.
/// </summary>
internal sealed class CheckerState : IEquatable<CheckerState>
{
    private readonly Quantity[] _quantities;
    private readonly int? _share;

    private CheckerState(IEnumerable<Quantity> quantities, int? share)
    {
        _quantities = [.. quantities.Order()];
        _share = share;
    }

    /// <summary>The answer, when all is combined and split; else null.</summary>
    internal int? Result =>
        _share is null && _quantities is [{ Sign: > 0, Count: 0 } last] ? last.Units : null;

    /// <summary>Nothing combined yet: the start and every event.</summary>
    internal static CheckerState Initial(ArithmeticProblem problem) => new(
        problem.Events
            .Select(e => new Quantity(e.Kind == EventKind.Gain ? +1 : -1, e.Count ?? 0, e.Units))
            .Prepend(new Quantity(+1, 0, problem.Start)),
        problem.Share);

    internal IEnumerable<CheckerState> Multiply(int a, int b) =>
        from q in _quantities.Distinct()
        where q.Count > 0 && ((q.Count == a && q.Units == b) || (q.Count == b && q.Units == a))
        select Replace(new(q.Sign, 0, a * b), q);

    internal IEnumerable<CheckerState> Add(int a, int b) =>
        from sign in new[] { +1, -1 }
        where Holds(new(sign, 0, a), new(sign, 0, b))
        select Replace(new(sign, 0, a + b), new(sign, 0, a), new(sign, 0, b));

    internal IEnumerable<CheckerState> Subtract(int a, int b)
    {
        Quantity gain = new(+1, 0, a), loss = new(-1, 0, b);
        return a >= b && Holds(gain, loss) ? [Replace(new(+1, 0, a - b), gain, loss)] : [];
    }

    internal IEnumerable<CheckerState> Divide(int a, int b) =>
        _share == b && _quantities is [var last] && last == new Quantity(+1, 0, a) ? [new([new(+1, 0, a / b)], null)] : [];

    /// <inheritdoc/>
    public bool Equals(CheckerState? other) =>
        other is not null && _share == other._share && _quantities.AsSpan().SequenceEqual(other._quantities);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CheckerState);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(_share);
        foreach (Quantity quantity in _quantities)
        {
            hash.Add(quantity);
        }
        return hash.ToHashCode();
    }

    private bool Holds(Quantity first, Quantity second) =>
        first == second ? _quantities.Count(q => q == first) > 1 : _quantities.Contains(first) && _quantities.Contains(second);

    private CheckerState Replace(Quantity result, params ReadOnlySpan<Quantity> used)
    {
        var rest = new List<Quantity>(_quantities);
        foreach (Quantity quantity in used)
        {
            rest.Remove(quantity);
        }
        rest.Add(result);
        return new(rest, _share);
    }

    /// <summary>
    /// A gain (Sign +1) or loss (-1) of Units objects; of Count times as many, still to be multiplied, when Count is not 0.
    /// </summary>
    private readonly record struct Quantity(int Sign, int Count, int Units) : IComparable<Quantity>
    {
        public int CompareTo(Quantity other) => (Sign, Count, Units).CompareTo((other.Sign, other.Count, other.Units));
    }
}
