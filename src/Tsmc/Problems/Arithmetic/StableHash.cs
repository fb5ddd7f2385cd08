namespace Tsmc.Problems.Arithmetic;

/// <summary>A hash of text that is the same in every process and on every machine, unlike <see cref="string.GetHashCode()"/>.</summary>
internal static class StableHash
{
    /// <summary>64-bit FNV-1a over the UTF-16 units, then SplitMix64's finaliser so that the low bits are fit for a remainder.</summary>
    internal static ulong Of(string text)
    {
        ulong hash = 0xCBF29CE484222325UL;
        foreach (char c in text)
        {
            hash = unchecked((hash ^ c) * 0x100000001B3UL);
        }
        hash = unchecked((hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9UL);
        hash = unchecked((hash ^ (hash >> 27)) * 0x94D049BB133111EBUL);
        return hash ^ (hash >> 31);
    }
}
