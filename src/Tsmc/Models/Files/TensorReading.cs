using static TorchSharp.torch;

namespace Tsmc.Models.Files;

/// <summary>
/// Reads stored numbers straight into a tensor's own memory, piece by piece. The file is read, not mapped: mapped pages would count as the
/// process's memory beside the weights, and a plain read puts every byte where it belongs once.
/// </summary>
internal static class TensorReading
{
    private const long PieceBytes = 4 << 20; // the check for NaN makes fp32 numbers of a piece

    /// <summary>Fills a tensor, converting the number type and crossing to the tensor's device where it must.</summary>
    /// <param name="stored">What to read.</param>
    /// <param name="target">A contiguous tensor of the stored shape.</param>
    /// <exception cref="InvalidDataException">The file ends early, or a number is NaN, infinite, or too large for the tensor's type.</exception>
    public static void Read(StoredTensor stored, Tensor target)
    {
        using var scope = NewDisposeScope();
        ScalarType type = stored.Type ?? throw new InvalidDataException($"{stored.File}: the tensor {stored.Name} has a number type that is not read here.");
        Tensor flat = target.detach().view(-1);
        long count = flat.numel();
        bool direct = target.dtype == type && target.device_type == TorchSharp.DeviceType.CPU;
        long piece = Math.Min(Math.Max(1, count), PieceBytes / Math.Max(1, stored.Bytes / Math.Max(1, count)));
        Tensor? staging = direct ? null : empty([piece], type);
        try
        {
            using Stream stream = stored.Open();
            for (long done = 0; done < count; done += piece)
            {
                using var inner = NewDisposeScope();
                Tensor part = flat.narrow(0, done, Math.Min(piece, count - done));
                Tensor read = staging?.narrow(0, 0, part.numel()) ?? part;
                stream.ReadExactly(read.bytes);
                CheckFinite(read, stored, "is not a finite number");
                if (!direct)
                {
                    part.copy_(read);
                    CheckFinite(part, stored, $"is too large for {Torch.NumberType.Name(target.dtype)}");
                }
            }
        }
        catch (EndOfStreamException error)
        {
            throw new InvalidDataException($"{stored.File}: it ends within the tensor {stored.Name}.", error);
        }
        if (stored.InterleavedHeadSize is { } size)
        {
            // [heads * D, in]: components 2i, 2i + 1 to i, i + D/2
            Tensor pairs = target.detach().view(-1, size / 2, 2, stored.Shape[^1]);
            target.detach().copy_(pairs.transpose(1, 2).reshape(stored.Shape));
        }
    }

    // A sum tells in one pass and without memory; only where it is not finite is looked closer, for large numbers may sum to infinity.
    private static void CheckFinite(Tensor part, StoredTensor stored, string what)
    {
        if (part.is_floating_point() && !double.IsFinite(part.sum(ScalarType.Float32).item<float>()) && !part.isfinite().all().item<bool>())
        {
            throw new InvalidDataException($"{stored.File}: a number of the tensor {stored.Name} {what}.");
        }
    }
}
