using System.Runtime.CompilerServices;

namespace Tsmc.Randomness;

/// <summary>
/// A stream of random numbers that is a pure function of its address: Philox 4x32-10 (Salmon et al., "Parallel random numbers:
/// as easy as 1, 2, 3", SC 2011). The same seed, stream and counters give the same number whatever was drawn before, in
/// whatever batch or order, and after any interruption. There is no global generator in this library.
/// </summary>
/// <remarks>
/// An address is <c>(seed, stream, a, b, c, d)</c>; by convention of the sampler <c>a</c> is the problem, <c>b</c> the group,
/// <c>c</c> the particle and <c>d</c> the token position and the pauses before it. The key is 64 bits of (seed, stream) mixed; the counter is (a, b, c, d).
/// </remarks>
public readonly struct CounterRandom
{
    private readonly uint _key0;
    private readonly uint _key1;

    /// <summary>Opens the stream <paramref name="stream"/> of <paramref name="seed"/>.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="stream">What the numbers are for; streams of one seed are independent.</param>
    public CounterRandom(long seed, RandomStream stream)
    {
        // SplitMix64's finaliser spreads neighbouring seeds and streams over the whole key space.
        ulong z = unchecked((ulong)seed + 0x9E3779B97F4A7C15UL * ((ulong)stream + 1));
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EBUL);
        z ^= z >> 31;
        _key0 = (uint)z;
        _key1 = (uint)(z >> 32);
    }

    internal CounterRandom(uint key0, uint key1) => (_key0, _key1) = (key0, key1);

    /// <summary>A uniform number in [0, 1) with 53 random bits at the given address.</summary>
    public double Uniform(uint a, uint b = 0, uint c = 0, uint d = 0)
    {
        Block(a, b, c, d, out uint r0, out uint r1, out _, out _);
        ulong bits = ((ulong)r0 << 32) | r1;
        return (bits >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>Fills <paramref name="destination"/> with uniforms in [0, 1) at addresses (a, b, c, 0), (a, b, c, 1), ….</summary>
    public void Uniforms(Span<double> destination, uint a, uint b = 0, uint c = 0)
    {
        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = Uniform(a, b, c, (uint)i);
        }
    }

    /// <summary>A sequential reader of the numbers at (a, b, c, 0), (a, b, c, 1), …: for code that draws an unknown number.</summary>
    public RandomSequence Sequence(uint a, uint b = 0, uint c = 0) => new(this, a, b, c);

    /// <summary>The four raw 32-bit words of Philox 4x32-10 for one counter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Block(uint c0, uint c1, uint c2, uint c3, out uint r0, out uint r1, out uint r2, out uint r3)
    {
        uint k0 = _key0, k1 = _key1;
        for (int round = 0; round < 10; round++)
        {
            ulong p0 = (ulong)0xD2511F53 * c0;
            ulong p1 = (ulong)0xCD9E8D57 * c2;
            (c0, c1, c2, c3) = ((uint)(p1 >> 32) ^ c1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ c3 ^ k1, (uint)p0);
            k0 = unchecked(k0 + 0x9E3779B9);
            k1 = unchecked(k1 + 0xBB67AE85);
        }
        (r0, r1, r2, r3) = (c0, c1, c2, c3);
    }
}
