using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Tsmc.Smc;

/// <summary>
/// The importance weights of one group of particles: an immutable value in log space. The only place in the library that turns
/// log weights into weights.
/// </summary>
public sealed class Weights
{
    /// <summary>Takes unnormalised log weights, one a particle.</summary>
    /// <param name="logWeights">Each in [-infinity, +infinity); minus infinity is a weight of 0.</param>
    /// <exception cref="ArgumentException">There is no weight, or one is NaN or plus infinity.</exception>
    public Weights(ReadOnlySpan<double> logWeights)
    {
        if (logWeights.IsEmpty)
        {
            throw new ArgumentException("No log weights were given; expected one for each of at least one particle.", nameof(logWeights));
        }
        double max = double.NegativeInfinity;
        for (int i = 0; i < logWeights.Length; i++)
        {
            if (double.IsNaN(logWeights[i]) || double.IsPositiveInfinity(logWeights[i]))
            {
                throw new ArgumentException(
                    $"The log weight of particle {i} is {logWeights[i]}; expected a finite number, or minus infinity for a weight of 0.",
                    nameof(logWeights));
            }
            max = Math.Max(max, logWeights[i]);
        }
        LogWeights = ImmutableArray.Create(logWeights);
        AllZero = double.IsNegativeInfinity(max);
        double[] normalised = new double[logWeights.Length];
        if (AllZero)
        {
            LogMean = double.NegativeInfinity;
        }
        else
        {
            // Relative to the largest, so that nothing overflows and the sum is at least 1.
            double sum = 0;
            for (int i = 0; i < normalised.Length; i++)
            {
                sum += normalised[i] = Math.Exp(logWeights[i] - max);
            }
            double sumOfSquares = 0;
            for (int i = 0; i < normalised.Length; i++)
            {
                normalised[i] /= sum;
                sumOfSquares += normalised[i] * normalised[i];
            }
            LogMean = max + Math.Log(sum / normalised.Length);
            Ess = Math.Clamp(1 / sumOfSquares, 1, normalised.Length);
        }
        Normalised = ImmutableCollectionsMarshal.AsImmutableArray(normalised);
    }

    /// <summary>Number of particles, M.</summary>
    public int Count => LogWeights.Length;

    /// <summary>The unnormalised log weights, as given.</summary>
    public ImmutableArray<double> LogWeights { get; }

    /// <summary>The weights divided by their sum: each in [0, 1], sum 1. All 0 when <see cref="AllZero"/>.</summary>
    public ImmutableArray<double> Normalised { get; }

    /// <summary>Effective sample size 1 / sum W_i^2, in [1, M]; 0 when <see cref="AllZero"/>.</summary>
    public double Ess { get; }

    /// <summary>Log of the mean weight (1/M) sum w_i, the increment of the log evidence; minus infinity when all are 0.</summary>
    public double LogMean { get; }

    /// <summary>Whether every weight is 0: no particle is better than another and <see cref="Normalised"/> is no distribution.</summary>
    public bool AllZero { get; }
}
