using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Plotly.NET;

namespace Tsmc.Interactive.Views;

/// <summary>
/// A chart that draws itself in a notebook and in its static HTML without a network. It waits for the page's one copy of plotly.js,
/// which <see cref="LoadedNotice"/> carries.
/// </summary>
/// <param name="Chart">The chart.</param>
/// <param name="Height">Height in pixels, at least 1; the width is that of the page.</param>
public sealed record ChartView(GenericChart Chart, int Height = 480) : IView
{
    private static readonly Lazy<string> Script = new(MakeScript);

    /// <summary>
    /// A script element with plotly.js, compressed to a quarter, that fulfils the promise <c>window.tsmcPlotly</c>.
    /// </summary>
    public static string Library => Script.Value;

    /// <inheritdoc/>
    /// <remarks>
    /// The element is found by a hash of its chart, not by an id: a notebook keeps outputs of earlier runs, and a counter begins anew.
    /// </remarks>
    public string ToHtml()
    {
        // A text of the chart that holds "</script>" must not end the script.
        string figure = Figure().ToJsonString().Replace("</", "<\\/", StringComparison.Ordinal);
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(figure)))[..16];
        return $$"""
            <div data-tsmc-chart="{{hash}}" style="height:{{Height}}px;max-width:900px;background:#fff"></div>
            <script>
            (async () => {
              const places = () => document.querySelectorAll('[data-tsmc-chart="{{hash}}"]:not([data-drawn])');
              for (let wait = 0; wait < 100 && !window.tsmcPlotly; wait++) await new Promise(go => setTimeout(go, 100));
              if (!window.tsmcPlotly) {
                places().forEach(place => place.textContent = 'Run the cell that loads Tsmc to draw this chart.');
                return;
              }
              const plotly = await window.tsmcPlotly, f = {{figure}};
              for (const place of places()) {
                place.dataset.drawn = '';
                plotly.newPlot(place, f.data, f.layout, f.config);
              }
            })();
            </script>
            """;
    }

    /// <inheritdoc/>
    public string ToText()
    {
        JsonObject figure = Figure();
        var text = new StringBuilder("Chart");
        text.Append(TitleOf(figure["layout"]) is { } title ? $": {title}\n" : "\n");
        text.Append($"x: {TitleOf(figure["layout"]?["xaxis"]) ?? "x"}; y: {TitleOf(figure["layout"]?["yaxis"]) ?? "y"}\n");
        foreach (JsonNode? trace in figure["data"]!.AsArray())
        {
            if (trace!["z"] is JsonArray rows)
            {
                text.Append($"{trace["type"]}: {rows.Count} rows of {(rows.Count == 0 ? 0 : rows[0]!.AsArray().Count)}\n");
                continue;
            }
            string[] x = Numbers(trace["x"]), y = Numbers(trace["y"]);
            string points = y.Length == 0 ? string.Join(' ', x) : string.Join(' ', x.Zip(y, (a, b) => $"({a}, {b})"));
            text.Append($"{trace["name"]?.ToString() ?? trace["type"]?.ToString()}: {TextTable.OneLine(points, 400)}\n");
        }
        return text.ToString();
    }

    /// <summary>The chart in plotly.js's own form, the size left to the page.</summary>
    private JsonObject Figure()
    {
        JsonObject figure = JsonNode.Parse(GenericChart.toJson(Chart))!.AsObject();
        JsonObject layout = figure["layout"]?.AsObject() ?? [];
        layout.Remove("width");
        layout.Remove("height");
        figure["layout"] = layout;
        JsonObject config = figure["config"]?.AsObject() ?? [];
        config["responsive"] = true;
        config["displaylogo"] = false;
        figure["config"] = config;
        return figure;
    }

    private static string? TitleOf(JsonNode? holder) => (holder?["title"] as JsonObject)?["text"]?.ToString();

    private static string[] Numbers(JsonNode? values) => values is JsonArray array ? [.. array.Select(Number)] : [];

    private static string Number(JsonNode? value) =>
        value is JsonValue one && one.TryGetValue(out double number) ? Html.Number(number, "0.####") : value?.ToString() ?? "";

    private static string MakeScript()
    {
        string name = $"Plotly.NET.plotly-{Globals.PLOTLYJS_VERSION}.min.js";
        using Stream source = typeof(GenericChart).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException("Plotly.NET carries no plotly.js; expected version 6 of the package.");
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize))
        {
            source.CopyTo(gzip);
        }

        // define, exports and module are hidden from it: under Jupyter's RequireJS it would else register itself and not be in the page.
        return $$"""
            <script data-tsmc-plotly="{{Globals.PLOTLYJS_VERSION}}">
            window.tsmcPlotly ??= (async () => {
              const packed = Uint8Array.from(atob("{{Convert.ToBase64String(packed.ToArray())}}"), c => c.charCodeAt(0));
              const plain = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
              new Function("define", "exports", "module", await new Response(plain).text()).call(window);
              return window.Plotly;
            })();
            </script>
            """;
    }
}
