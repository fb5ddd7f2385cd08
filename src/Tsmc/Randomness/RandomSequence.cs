namespace Tsmc.Randomness;

/// <summary>Reads one address of a <see cref="CounterRandom"/> number by number. Not thread-safe; cheap to make.</summary>
public sealed class RandomSequence
{
    private readonly CounterRandom _source;
    private readonly uint _a, _b, _c;
    private uint _position;

    internal RandomSequence(CounterRandom source, uint a, uint b, uint c) => (_source, _a, _b, _c) = (source, a, b, c);

    /// <summary>The next uniform number in [0, 1).</summary>
    public double NextUniform() => _source.Uniform(_a, _b, _c, _position++);

    /// <summary>The next whole number, uniform in <paramref name="low"/> .. <paramref name="high"/>, both included.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="high"/> is less than <paramref name="low"/>.</exception>
    public int Next(int low, int high)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(high, low);
        return low + (int)(NextUniform() * ((long)high - low + 1));
    }

    /// <summary>True with probability <paramref name="probability"/>.</summary>
    public bool Chance(double probability) => NextUniform() < probability;

    /// <summary>One element of <paramref name="items"/>, each equally likely.</summary>
    public T Choose<T>(IReadOnlyList<T> items) => items[Next(0, items.Count - 1)];

    /// <summary>Permutes <paramref name="items"/> in place (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = Next(0, i);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
