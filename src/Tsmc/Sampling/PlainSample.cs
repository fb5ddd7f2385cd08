using Tsmc.Problems;

namespace Tsmc.Sampling;

/// <summary>Independent samples of one problem.</summary>
/// <param name="Particles">The finished (or cut off) solutions as tokens.</param>
/// <param name="Solutions">The same as rows, graded.</param>
/// <param name="Prompt">Token ids of the prompt.</param>
public sealed record PlainSample(IReadOnlyList<TextParticle> Particles, IReadOnlyList<Solution> Solutions, IReadOnlyList<int> Prompt);
