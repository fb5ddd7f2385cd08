using static TorchSharp.torch;

namespace Tsmc.Torch;

/// <summary>The number types that weights may have, and their names.</summary>
public static class NumberType
{
    private static readonly (string Name, string PyTorch, ScalarType Type)[] All =
    [
        ("fp32", "float32", ScalarType.Float32), ("bf16", "bfloat16", ScalarType.BFloat16), ("fp16", "float16", ScalarType.Float16),
    ];

    /// <summary><c>fp32</c>, <c>bf16</c> and <c>fp16</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(entry => entry.Name)];

    /// <summary>The type of a short name.</summary>
    /// <exception cref="ArgumentException">There is no such type.</exception>
    public static ScalarType Parse(string name) => All.Where(entry => entry.Name == name).Select(entry => (ScalarType?)entry.Type).FirstOrDefault()
        ?? throw new ArgumentException($"dtype is {name}; expected {string.Join(", ", Names.SkipLast(1))} or {Names[^1]}.");

    /// <summary>The short name of a type, such as <c>bf16</c>.</summary>
    /// <exception cref="ArgumentException">Weights cannot have this type.</exception>
    public static string Name(ScalarType type) => Find(type).Name;

    /// <summary>PyTorch's name of a type, such as <c>bfloat16</c>, which <c>config.json</c> uses.</summary>
    /// <inheritdoc cref="Name" path="/exception"/>
    public static string PyTorchName(ScalarType type) => Find(type).PyTorch;

    private static (string Name, string PyTorch, ScalarType Type) Find(ScalarType type) => All.Where(entry => entry.Type == type) is var found && found.Any()
        ? found.First()
        : throw new ArgumentException($"Weights of type {type}; expected {string.Join(", ", Names)}.");
}
