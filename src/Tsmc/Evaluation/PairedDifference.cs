namespace Tsmc.Evaluation;

/// <summary>The difference in accuracy of two methods over the same problems, with its bootstrap interval.</summary>
/// <param name="Method">The method that is hoped to be better.</param>
/// <param name="Baseline">The method it is compared with.</param>
/// <param name="N">Number of solutions of <paramref name="Method"/> that vote.</param>
/// <param name="Estimate">Accuracy of the method minus that of the baseline, in [-1, 1].</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end of the interval.</param>
/// <param name="Problems">Number of problems.</param>
public sealed record PairedDifference(
    string Method, string Baseline, int N, double Estimate, double Low, double High, int Problems)
{
    /// <summary>Whether the interval excludes 0: the data tell the two methods apart.</summary>
    public bool Established => Low > 0 || High < 0;
}
