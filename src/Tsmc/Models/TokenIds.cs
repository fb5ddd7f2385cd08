using System.Collections;
using System.Runtime.CompilerServices;

namespace Tsmc.Models;

/// <summary>A list of token ids that is equal to another with the same ids in the same order.</summary>
[CollectionBuilder(typeof(TokenIds), nameof(Of))]
public sealed class TokenIds : IReadOnlyList<int>, IEquatable<TokenIds>
{
    private readonly int[] _ids;

    private TokenIds(int[] ids) => _ids = ids;

    /// <inheritdoc/>
    public int Count => _ids.Length;

    /// <inheritdoc/>
    public int this[int index] => _ids[index];

    /// <summary>A list of these ids.</summary>
    public static TokenIds Of(ReadOnlySpan<int> ids) => new(ids.ToArray());

    /// <inheritdoc/>
    public bool Equals(TokenIds? other) => other is not null && _ids.AsSpan().SequenceEqual(other._ids);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TokenIds);

    /// <inheritdoc/>
    public override int GetHashCode() => _ids.Aggregate(_ids.Length, HashCode.Combine);

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", _ids);

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => _ids.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
