namespace Tsmc.Models;

/// <summary>Llama-3's stretching of the rotary frequencies (<c>rope_scaling</c> of type <c>llama3</c> in <c>config.json</c>).</summary>
/// <param name="Factor">How much the long wavelengths are stretched.</param>
/// <param name="LowFrequencyFactor">Wavelengths above original context / this are stretched in full.</param>
/// <param name="HighFrequencyFactor">Wavelengths below original context / this are left as they are.</param>
/// <param name="OriginalContext">Context length of the pre-training, in tokens.</param>
public sealed record RotaryScaling(double Factor, double LowFrequencyFactor, double HighFrequencyFactor, int OriginalContext);
