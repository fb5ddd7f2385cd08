using Tsmc.Problems;
using Tsmc.Smc;

namespace Tsmc.Sampling;

/// <summary>TSMC samples of one problem.</summary>
/// <param name="Runs">Each group's run: particles, weights, ancestors, evidence, step by step.</param>
/// <param name="Solutions">The final particles as rows, graded, group by group.</param>
/// <param name="Prompt">Token ids of the prompt.</param>
public sealed record TsmcSample(IReadOnlyList<SmcRun<TextParticle>> Runs, IReadOnlyList<Solution> Solutions, IReadOnlyList<int> Prompt);
