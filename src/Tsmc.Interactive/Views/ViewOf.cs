using Microsoft.Data.Analysis;
using Plotly.NET;
using Tsmc.Problems;
using Tsmc.Problems.Arithmetic;
using Tsmc.Sampling;
using Tsmc.Smc;

namespace Tsmc.Interactive.Views;

/// <summary>How a value of this library looks.</summary>
public static class ViewOf
{
    /// <summary>The view of a value, or null where it has none.</summary>
    public static IView? Value(object value) => value switch
    {
        IView view => view,
        Problem problem => new ProblemView(problem),
        ArithmeticProblem problem => new ProblemView(problem.ToProblem()),
        Solution solution => new SolutionView(solution),
        SmcStep<TextParticle> step => ParticleGroupView.Of(step),
        SmcRun<TextParticle> run => GenealogyView.Of(run),
        DataFrame frame => new FrameView(frame),
        GenericChart chart => new ChartView(chart),
        _ => null,
    };
}
