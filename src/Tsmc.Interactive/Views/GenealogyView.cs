using System.Text;
using Tsmc.Sampling;
using Tsmc.Smc;
using Tsmc.Tokenization;

namespace Tsmc.Interactive.Views;

/// <summary>
/// Who descends from whom in a run: steps from left to right, slots from top to bottom, each particle coloured by its value.
/// </summary>
/// <param name="Steps">The particles of each step, slot by slot.</param>
/// <param name="DistinctRoots">How many particles of step 1 have a descendant at the end.</param>
public sealed record GenealogyView(IReadOnlyList<IReadOnlyList<GenealogyNode>> Steps, int DistinctRoots) : IView
{
    /// <summary>Pixels from one step to the next.</summary>
    internal const int StepWidth = 104;

    private const int SlotHeight = 26;
    private const int Left = 46;
    private const int Top = 34;

    /// <summary>Reads a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="tokenizer">Turns tokens into text; null shows how many were written.</param>
    /// <param name="isRight">Tells whether a partial solution is right so far; null for no marks.</param>
    public static GenealogyView Of(SmcRun<TextParticle> run, Tokenizer? tokenizer = null, Func<string, bool>? isRight = null) =>
        Of(run.Steps, tokenizer, isRight);

    /// <summary>Reads the steps of a run so far; the end is the last of them.</summary>
    /// <param name="steps">The steps t = 1, 2, …; at least one.</param>
    /// <param name="tokenizer">Turns tokens into text; null shows how many were written.</param>
    /// <param name="isRight">Tells whether a partial solution is right so far; null for no marks.</param>
    public static GenealogyView Of(
        IReadOnlyList<SmcStep<TextParticle>> steps, Tokenizer? tokenizer = null, Func<string, bool>? isRight = null)
    {
        var survivors = new HashSet<int>[steps.Count];
        survivors[^1] = [.. Enumerable.Range(0, steps[^1].Particles.Count)];
        for (int t = steps.Count - 2; t >= 0; t--)
        {
            survivors[t] = [.. survivors[t + 1].Select(slot => steps[t].Ancestors?[slot] ?? slot)];
        }
        return new GenealogyView(
            [.. steps.Select((step, t) => (IReadOnlyList<GenealogyNode>)[.. step.Particles.Select((particle, slot) => new GenealogyNode(
                t == 0 ? null : steps[t - 1].Ancestors?[slot] ?? slot,
                ParticleGroupView.Text(particle, tokenizer),
                particle.Value,
                step.Weights.Normalised[slot],
                survivors[t].Contains(slot),
                tokenizer is null ? null : isRight?.Invoke(tokenizer.Decode(particle.Tokens()))))])],
            survivors[0].Count);
    }

    private string Summary =>
        $"{Steps[0].Count} particles, {Steps.Count} steps; {DistinctRoots} of the first step's particles have descendants at the end";

    /// <inheritdoc/>
    public string ToHtml()
    {
        int width = Left + Steps.Count * StepWidth;
        int height = Top + Steps[0].Count * SlotHeight + 6;
        var svg = new StringBuilder($"<div>{Html.Encode(Summary)}</div><div style=\"overflow-x:auto\">");
        svg.Append($"<svg width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\" ");
        svg.Append($"aria-label=\"{Html.Encode(Summary)}\" style=\"font:12px system-ui,sans-serif;fill:currentColor\">");
        for (int t = 0; t < Steps.Count; t++)
        {
            svg.Append($"<text x=\"{X(t)}\" y=\"14\" text-anchor=\"middle\">t = {t + 1}</text>");
        }
        for (int slot = 0; slot < Steps[0].Count; slot++)
        {
            svg.Append($"<text x=\"4\" y=\"{Y(slot) + 4}\" fill-opacity=\"0.6\">{slot}</text>");
        }

        // Lines that die out lie under those that survive, and marks on top of all.
        foreach (bool survives in (bool[])[false, true])
        {
            for (int t = 1; t < Steps.Count; t++)
            {
                for (int slot = 0; slot < Steps[t].Count; slot++)
                {
                    if (Steps[t][slot] is { Parent: int parent } node && node.Survives == survives)
                    {
                        Line(svg, X(t - 1), Y(parent), X(t), Y(slot), survives);
                    }
                }
            }
        }
        for (int t = 0; t < Steps.Count; t++)
        {
            for (int slot = 0; slot < Steps[t].Count; slot++)
            {
                Mark(svg, Steps[t][slot], X(t), Y(slot), slot);
            }
        }
        svg.Append("</svg></div>");
        svg.Append($"<div style=\"{Html.Quiet}\">Number and colour: V (vermilion 0, blue 1). Blue lines reach the end, grey ones die out.");
        svg.Append(Steps[0].Any(node => node.IsRight is not null) ? " ✗: wrong by now." : "");
        return svg.Append(" Point at a particle to read its step.</div>").ToString();
    }

    /// <inheritdoc/>
    public string ToText()
    {
        var text = new StringBuilder(Summary).Append('\n');
        for (int t = 0; t < Steps.Count; t++)
        {
            text.Append($"t = {t + 1}, from slot:");
            foreach (GenealogyNode node in Steps[t])
            {
                text.Append($" {node.Parent?.ToString() ?? "·"}{(node.Survives ? "*" : "")}");
            }
            text.Append('\n');
        }
        return text.Append("* has a descendant at the end\n").ToString();
    }

    private static void Line(StringBuilder svg, int x0, int y0, int x1, int y1, bool survives)
    {
        (string colour, string width, string opacity) = survives ? ("#0072B2", "2", "0.9") : ("#8a8a8a", "1", "0.45");
        svg.Append($"<path d=\"M{x0} {y0}C{x0 + 44} {y0} {x1 - 44} {y1} {x1} {y1}\" fill=\"none\" ");
        svg.Append($"stroke=\"{colour}\" stroke-width=\"{width}\" stroke-opacity=\"{opacity}\"/>");
    }

    private static void Mark(StringBuilder svg, GenealogyNode node, int x, int y, int slot)
    {
        string wrote = TextTable.OneLine(node.Text, 100);
        string tip = $"slot {slot}, V {Html.Number(node.Value)}, weight {Html.Number(node.Weight)}: {wrote}";
        string label = Html.Number(node.Value, "0.00") + (node.IsRight == false ? " ✗" : "");
        svg.Append($"<g opacity=\"{(node.Survives ? "1" : "0.5")}\"><title>{Html.Encode(tip)}</title>");
        svg.Append($"<rect x=\"{x - 25}\" y=\"{y - 9}\" width=\"50\" height=\"18\" rx=\"9\" fill=\"{Html.ValueColour(node.Value)}\"/>");
        svg.Append($"<text x=\"{x}\" y=\"{y + 4}\" text-anchor=\"middle\" fill=\"#000\">{label}</text></g>");
    }

    /// <summary>Where a step's column stands, in pixels.</summary>
    internal static int X(int step) => Left + step * StepWidth + 40;

    private static int Y(int slot) => Top + slot * SlotHeight + 8;
}
