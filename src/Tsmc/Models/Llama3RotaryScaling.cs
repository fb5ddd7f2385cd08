namespace Tsmc.Models;

/// <summary>Llama-3's stretching of the long wavelengths alone (type <c>llama3</c>).</summary>
/// <param name="Factor">How much the long wavelengths are stretched.</param>
/// <param name="LowFrequencyFactor">Wavelengths above original context / this are stretched in full.</param>
/// <param name="HighFrequencyFactor">Wavelengths below original context / this are left as they are.</param>
/// <param name="OriginalContext">Context length of the pre-training, in tokens.</param>
public sealed record Llama3RotaryScaling(double Factor, double LowFrequencyFactor, double HighFrequencyFactor, int OriginalContext) : RotaryScaling
{
    /// <inheritdoc/>
    public override double Scale(double frequency)
    {
        double wavelength = 2 * Math.PI / frequency;
        double turns = OriginalContext / wavelength;
        double kept = Math.Clamp((turns - LowFrequencyFactor) / (HighFrequencyFactor - LowFrequencyFactor), 0, 1);
        return frequency * (kept + (1 - kept) / Factor);
    }

    /// <inheritdoc/>
    public override void Validate()
    {
        if (!(Factor > 0) || !(LowFrequencyFactor > 0) || !(HighFrequencyFactor > LowFrequencyFactor) || OriginalContext < 1)
        {
            throw new ArgumentException(
                $"rope_scaling: factor is {Factor}, low_freq_factor {LowFrequencyFactor}, high_freq_factor {HighFrequencyFactor}, "
                + $"original_max_position_embeddings {OriginalContext}; expected positive numbers, the low factor below the high one.");
        }
    }
}
