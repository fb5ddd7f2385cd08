namespace Tsmc.Torch;

/// <summary>What <see cref="Libtorch.EnsureLoaded"/> found and did.</summary>
/// <param name="Version">Version of libtorch, for example <c>2.10.0</c>.</param>
/// <param name="Source">Folder that libtorch was loaded from.</param>
/// <param name="Mended">Path of the mended copy of the bridge library, or null when the plain file loaded.</param>
public sealed record LibtorchReport(string Version, string Source, string? Mended);
