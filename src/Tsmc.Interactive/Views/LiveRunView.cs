using System.Text;
using Tsmc.Sampling;
using Tsmc.Smc;
using Tsmc.Tokenization;

namespace Tsmc.Interactive.Views;

/// <summary>A run as far as it is: who descends from whom, the effective sample size under each step, and the particles of the last step.</summary>
/// <param name="Genealogy">The steps so far; null before the first.</param>
/// <param name="Ess">Effective sample size of each step, in [0, M].</param>
/// <param name="Particles">The particles of the last step; null before the first.</param>
public sealed record LiveRunView(GenealogyView? Genealogy, IReadOnlyList<double> Ess, ParticleGroupView? Particles) : IView
{
    private const int Height = 74;
    private const string Waiting = "Twisted SMC: the first step is on its way.";

    /// <summary>What is shown before the first step.</summary>
    public static LiveRunView Empty { get; } = new(null, [], null);

    /// <summary>Reads the steps so far.</summary>
    /// <param name="steps">The steps t = 1, 2, …; at least one.</param>
    /// <param name="tokenizer">Turns tokens into text; null shows how many were written.</param>
    /// <param name="isRight">Tells whether a partial solution is right so far; null for no marks.</param>
    public static LiveRunView Of(
        IReadOnlyList<SmcStep<TextParticle>> steps, Tokenizer? tokenizer = null, Func<string, bool>? isRight = null) =>
        new(
            GenealogyView.Of(steps, tokenizer, isRight),
            [.. steps.Select(step => step.Weights.Ess)],
            ParticleGroupView.Of(steps[^1], tokenizer, steps.Count > 1 ? steps[^2] : null, isRight));

    /// <inheritdoc/>
    public string ToHtml() => Genealogy is null || Particles is null
        ? $"<div style=\"{Html.Quiet}\">{Waiting}</div>"
        : Genealogy.ToHtml() + EssPicture(Particles.Rows.Count) + Particles.ToHtml();

    /// <inheritdoc/>
    public string ToText() => Genealogy is null || Particles is null
        ? Waiting + "\n"
        : $"ESS of {Particles.Rows.Count} by step: {string.Join(' ', Ess.Select(ess => Html.Number(ess, "0.0")))}\n" + Particles.ToText();

    // The same columns as the genealogy above it.
    private string EssPicture(int m)
    {
        int width = GenealogyView.X(Ess.Count) - GenealogyView.StepWidth / 2;
        string label = Html.Invariant($"Effective sample size by step, of {m}: {string.Join(", ", Ess.Select(ess => Html.Number(ess, "0.0")))}");
        double Y(double ess) => 22 + (1 - ess / m) * (Height - 30);
        var svg = new StringBuilder("<div style=\"overflow-x:auto\">");
        svg.Append($"<svg width=\"{width}\" height=\"{Height}\" viewBox=\"0 0 {width} {Height}\" role=\"img\" ");
        svg.Append($"aria-label=\"{Html.Encode(label)}\" style=\"font:12px system-ui,sans-serif;fill:currentColor\">");
        svg.Append("<text x=\"4\" y=\"16\" fill-opacity=\"0.6\">ESS</text>");
        string points = string.Join(' ', Ess.Select((ess, t) => Html.Invariant($"{GenealogyView.X(t)},{Y(ess):0.0}")));
        svg.Append($"<polyline points=\"{points}\" fill=\"none\" stroke=\"#0072B2\" stroke-width=\"2\"/>");
        foreach ((int t, double ess) in Ess.Index())
        {
            svg.Append(Html.Invariant($"<circle cx=\"{GenealogyView.X(t)}\" cy=\"{Y(ess):0.0}\" r=\"4\" fill=\"#0072B2\"/>"));
            svg.Append(Html.Invariant($"<text x=\"{GenealogyView.X(t)}\" y=\"{Y(ess) - 8:0.0}\" text-anchor=\"middle\">{ess:0.0}</text>"));
        }
        return svg.Append("</svg></div>").ToString();
    }
}
