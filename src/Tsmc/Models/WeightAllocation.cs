using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Tsmc.Models;

/// <summary>Takes memory for a weight, without filling it.</summary>
/// <param name="type">Its number type; the model's own when null.</param>
/// <param name="shape">Its shape.</param>
internal delegate Parameter WeightAllocation(ScalarType? type, params long[] shape);
