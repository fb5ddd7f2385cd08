namespace Tsmc.Models;

/// <summary>A stretching of the rotary frequencies (<c>rope_scaling</c> in <c>config.json</c>).</summary>
public abstract record RotaryScaling
{
    /// <summary>The frequency that stands in for the plain one, in radians a position.</summary>
    public abstract double Scale(double frequency);

    /// <summary>Checks that the numbers make sense.</summary>
    /// <exception cref="ArgumentException">One does not; the message names it.</exception>
    public abstract void Validate();
}
