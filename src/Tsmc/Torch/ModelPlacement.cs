using static TorchSharp.torch;

namespace Tsmc.Torch;

/// <summary>Where a model's weights live and in which numbers.</summary>
/// <param name="Device">The device; the CPU when null.</param>
/// <param name="Type">Float32, BFloat16 or Float16; the file's own when null.</param>
public sealed record ModelPlacement(Device? Device = null, ScalarType? Type = null)
{
    /// <summary>The device's kind in a word, <c>cpu</c> or <c>cuda</c>: rounding differs between them.</summary>
    public string DeviceKind => (Device?.type ?? TorchSharp.DeviceType.CPU).ToString().ToLowerInvariant();

    /// <summary>The short name of the number type, or null for the file's own.</summary>
    public string? TypeName => Type is { } type ? NumberType.Name(type) : null;
}
