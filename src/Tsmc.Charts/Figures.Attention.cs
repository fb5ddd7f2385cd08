using Plotly.NET;

namespace Tsmc.Charts;

public static partial class Figures
{
    /// <summary>Where each token looks: a row for the token that reads, a column for each token read, dark for much.</summary>
    /// <param name="weights">Attention weights of one layer, [heads, reading, read].</param>
    /// <param name="tokens">The tokens' texts.</param>
    /// <param name="head">The head, from 0; null for the mean over heads.</param>
    /// <param name="title">A title above the figure, or null for none.</param>
    /// <exception cref="ArgumentException">There is no such head, or not one text for each token.</exception>
    public static GenericChart Attention(float[,,] weights, IReadOnlyList<string> tokens, int? head = null, string? title = null)
    {
        (int heads, int length) = (weights.GetLength(0), weights.GetLength(1));
        if (tokens.Count != length || head < 0 || head >= heads)
        {
            throw new ArgumentException(
                $"{tokens.Count} texts and head {head}; expected {length} texts, one a token, and a head below {heads}.", nameof(tokens));
        }
        int[] averaged = head is int one ? [one] : [.. Enumerable.Range(0, heads)];
        // What lies ahead of a token is left empty: it cannot be read.
        double?[][] z = [.. Enumerable.Range(0, length).Select(reading => Enumerable.Range(0, length)
            .Select(read => read > reading ? (double?)null : averaged.Average(h => weights[h, reading, read])).ToArray())];
        int[] places = [.. Enumerable.Range(0, length)];
        string[] names = [.. tokens.Select(token => token.Replace("\n", "⏎"))];
        Trace heat = new Trace2D("heatmap")
            .With("z", z)
            .With("x", places)
            .With("y", places)
            .With("zmin", 0.0)
            .With("zmax", 1.0)
            .With("colorscale", new object[] { new object[] { 0, "#FFFFFF" }, new object[] { 1, "#08306B" } })
            .With("hovertemplate", "%{z:.2f}<extra></extra>")
            .With("colorbar", new Plotly.NET.ColorBar().With("title", new Title().With("text", "weight")));
        Plotly.NET.LayoutObjects.LinearAxis Named(string what) => Plot.Axis(what)
            .With("tickmode", "array").With("tickvals", places).With("ticktext", names).With("tickfont", new Font().With("size", 10));
        return Plot.Chart(
            [heat], Named("token read").With("tickangle", -90), Named("token that reads").With("autorange", "reversed"), title);
    }
}
