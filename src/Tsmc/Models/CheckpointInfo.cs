using static TorchSharp.torch;

namespace Tsmc.Models;

/// <summary>What a checkpoint's configuration and file headers say; no weight is read for it.</summary>
/// <param name="Config">The model's shape.</param>
/// <param name="Type">Floating-point type of the weights when loaded.</param>
/// <param name="Weights">Number of weights.</param>
/// <param name="WeightBytes">Bytes of the weights when loaded.</param>
/// <param name="FileBytes">Bytes of the tensors in the files.</param>
public sealed record CheckpointInfo(LlamaConfig Config, ScalarType Type, long Weights, long WeightBytes, long FileBytes);
