using static TorchSharp.torch;

namespace Tsmc.Models.Files;

/// <summary>A tensor as it lies in a file: raw little-endian numbers in row-major order.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its number type; null for one that no weight of this library has.</param>
/// <param name="Shape">Its shape; the sizes multiply to a number of bytes that the file has.</param>
/// <param name="Bytes">Size in bytes.</param>
/// <param name="File">The file, for messages.</param>
/// <param name="Open">A stream whose next bytes are the tensor's.</param>
internal sealed record StoredTensor(string Name, ScalarType? Type, long[] Shape, long Bytes, string File, Func<Stream> Open)
{
    /// <summary>
    /// In llama2.c's files components 2i and 2i + 1 of a head turn together, here i and i + D/2: the head size D when the rows must be
    /// rearranged for it, else null.
    /// </summary>
    public int? InterleavedHeadSize { get; init; }
}
