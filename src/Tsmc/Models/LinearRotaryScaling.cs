namespace Tsmc.Models;

/// <summary>Position interpolation (Chen et al., 2023): every position counts as a fraction of one (type <c>linear</c>).</summary>
/// <param name="Factor">How much all wavelengths are stretched.</param>
public sealed record LinearRotaryScaling(double Factor) : RotaryScaling
{
    /// <inheritdoc/>
    public override double Scale(double frequency) => frequency / Factor;

    /// <inheritdoc/>
    public override void Validate()
    {
        if (!(Factor > 0))
        {
            throw new ArgumentException($"rope_scaling: factor is {Factor}; expected a positive number.");
        }
    }
}
