using System.Globalization;
using System.Net;
using System.Text;

namespace Tsmc.Interactive.Views;

/// <summary>Pieces that the views share. Colours are half transparent, so that they serve on light and dark grounds.</summary>
internal static class Html
{
    public const string Right = "text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap;";
    public const string Left = "text-align:left;";
    public const string Quiet = "opacity:0.65;";

    private const string Padding = "padding:3px 10px;";
    private const string Rule = "border-bottom:1px solid rgba(128,128,128,0.6);";

    // Okabe and Ito's vermilion and blue, which people with any of the common colour blindnesses tell apart.
    private const string Low = "213,94,0";
    private const string High = "0,114,178";

    public static string Encode(string text) => WebUtility.HtmlEncode(text);

    public static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    /// <summary>A value in [0, 1] as a ground colour: vermilion at 0, none at one half, blue at 1.</summary>
    public static string ValueGround(double? value) => value is double v && double.IsFinite(v)
        ? Invariant($"background:rgba({(v < 0.5 ? Low : High)},{Math.Clamp(Math.Abs(v - 0.5), 0, 0.5):0.00});")
        : "";

    /// <summary>The same scale as an opaque colour, for marks in a picture.</summary>
    public static string ValueColour(double? value)
    {
        if (value is not double v || !double.IsFinite(v))
        {
            return "#9a9a9a";
        }
        (int R, int G, int B) end = v < 0.5 ? (213, 94, 0) : (0, 114, 178);
        double share = 2 * Math.Clamp(Math.Abs(v - 0.5), 0, 0.5);
        int Mix(int channel) => (int)Math.Round(225 + share * (channel - 225));
        return Invariant($"rgb({Mix(end.R)},{Mix(end.G)},{Mix(end.B)})");
    }

    /// <summary>A number with a bar of the given length, a share of the cell.</summary>
    public static string Bar(double number, double length) =>
        "<div style=\"display:flex;align-items:center;gap:6px;min-width:110px\">"
        + $"<div style=\"flex:1;height:9px;background:rgba(128,128,128,0.2)\">{Filled(length)}</div>"
        + $"<span style=\"{Right}min-width:3.2em\">{Number(number)}</span></div>";

    /// <summary>The filled part of a bar.</summary>
    public static string Filled(double share) =>
        Invariant($"<div style=\"width:{100 * Math.Clamp(share, 0, 1):0.#}%;height:100%;background:rgb({High})\"></div>");

    /// <summary>A table that scrolls inside its place when it is too wide for it.</summary>
    /// <param name="columns">Heading and style of each column.</param>
    /// <param name="rows">The cells, one a column.</param>
    public static string Table(IReadOnlyList<(string Heading, string Style)> columns, IEnumerable<IReadOnlyList<Cell>> rows)
    {
        var html = new StringBuilder("<div style=\"overflow-x:auto\">");
        html.Append("<table style=\"border-collapse:collapse;margin:4px 0;font-size:13px\"><thead><tr>");
        foreach ((string heading, string style) in columns)
        {
            html.Append($"<th style=\"{Padding}{Rule}{style}\">{Encode(heading)}</th>");
        }
        html.Append("</tr></thead><tbody>");
        foreach (IReadOnlyList<Cell> row in rows)
        {
            html.Append("<tr>");
            for (int i = 0; i < columns.Count; i++)
            {
                html.Append($"<td style=\"{Padding}vertical-align:top;{columns[i].Style}{row[i].Style}\">{row[i].Content}</td>");
            }
            html.Append("</tr>");
        }
        return html.Append("</tbody></table></div>").ToString();
    }

    public static string Number(double? value, string format = "0.000") =>
        value is double v && double.IsFinite(v) ? v.ToString(format, CultureInfo.InvariantCulture) : "";

    /// <summary>One cell: its HTML, and a style beside its column's.</summary>
    public readonly record struct Cell(string Content, string Style = "")
    {
        public static implicit operator Cell(string content) => new(content);
    }
}
