using Microsoft.Data.Analysis;
using Microsoft.DotNet.Interactive.Formatting;
using Plotly.NET;
using Tsmc.Interactive.Views;
using Tsmc.Problems;
using Tsmc.Problems.Arithmetic;
using Tsmc.Sampling;
using Tsmc.Smc;

namespace Tsmc.Interactive;

/// <summary>Tells .NET Interactive how this library's types look, as HTML and as plain text.</summary>
public static class TsmcFormatters
{
    /// <summary>Registers every formatter; again does no harm.</summary>
    public static void Register()
    {
        Register<IView>(view => view);
        Register<Problem>(problem => new ProblemView(problem));
        Register<ArithmeticProblem>(problem => new ProblemView(problem.ToProblem()));
        Register<Solution>(solution => new SolutionView(solution));
        Register<SmcStep<TextParticle>>(step => ParticleGroupView.Of(step));
        Register<SmcRun<TextParticle>>(run => GenealogyView.Of(run));
        Register<DataFrame>(frame => new FrameView(frame));
        Register<GenericChart>(chart => new ChartView(chart));
    }

    private static void Register<T>(Func<T, IView> view)
    {
        Formatter.SetPreferredMimeTypesFor(typeof(T), HtmlFormatter.MimeType, PlainTextFormatter.MimeType);
        Formatter.Register<T>(value => view(value).ToHtml(), HtmlFormatter.MimeType);
        Formatter.Register<T>(value => view(value).ToText(), PlainTextFormatter.MimeType);
    }
}
