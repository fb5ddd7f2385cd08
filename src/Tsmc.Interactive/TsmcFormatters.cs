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
        Register<IView>();
        Register<Problem>();
        Register<ArithmeticProblem>();
        Register<Solution>();
        Register<SmcStep<TextParticle>>();
        Register<SmcRun<TextParticle>>();
        Register<DataFrame>();
        Register<GenericChart>();
    }

    private static void Register<T>()
    {
        Formatter.SetPreferredMimeTypesFor(typeof(T), HtmlFormatter.MimeType, PlainTextFormatter.MimeType);
        Formatter.Register<T>(value => ViewOf.Value(value!)!.ToHtml(), HtmlFormatter.MimeType);
        Formatter.Register<T>(value => ViewOf.Value(value!)!.ToText(), PlainTextFormatter.MimeType);
    }
}
