namespace Tsmc.Models;

/// <summary>In which numbers a weight is kept.</summary>
internal enum WeightKind
{
    /// <summary>The model's floating-point type.</summary>
    Float,

    /// <summary>int8, to be multiplied with a scale a row.</summary>
    Int8,

    /// <summary>Those scales, fp32.</summary>
    Int8Scale,
}
