namespace Tsmc.Sampling;

/// <summary>Where the random numbers of a group lie: no two groups of a run share an address.</summary>
/// <param name="Problem">Index of the problem in its file.</param>
/// <param name="Group">Index of the group among the problem's groups.</param>
/// <param name="FirstParticle">Index of the group's first particle: not 0 where one set of samples is decoded in parts.</param>
public readonly record struct GroupAddress(int Problem, int Group, int FirstParticle = 0);
