using Tsmc.Problems;
using Tsmc.Sampling;
using Tsmc.Smc;

namespace Tsmc.Cli.Runs;

/// <summary>What solving one problem gave.</summary>
/// <param name="Solutions">Its rows, in the order of the samples.</param>
/// <param name="Runs">The run of each group; empty for plain samples.</param>
internal sealed record SolvedProblem(IReadOnlyList<Solution> Solutions, IReadOnlyList<SmcRun<TextParticle>> Runs);
