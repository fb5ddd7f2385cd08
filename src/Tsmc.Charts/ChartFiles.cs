using System.Net;
using System.Text;
using Microsoft.FSharp.Core;
using Plotly.NET;
using Plotly.NET.ImageExport;
using PuppeteerSharp;

namespace Tsmc.Charts;

/// <summary>Writes charts to files, each beside its place and renamed there.</summary>
public static class ChartFiles
{
    /// <summary>Writes an interactive page that holds plotly.js and needs no network.</summary>
    /// <param name="chart">The chart.</param>
    /// <param name="path">The file; its folder is made when missing.</param>
    /// <param name="title">The title of the page's tab.</param>
    public static void SaveHtml(GenericChart chart, string path, string title = "Tsmc")
    {
        ArgumentNullException.ThrowIfNull(chart);
        string name = WebUtility.HtmlEncode(title);
        WriteText(path, $$"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{{name}}</title>
            <style>html, body { height: 100%; margin: 0; background: #fff; } .chart { height: 100%; min-height: 420px; }</style>
            {{PlotlyScript.Library}}
            </head>
            <body>
            {{PlotlyScript.Place(chart, "chart", title)}}
            </body>
            </html>

            """);
    }

    /// <summary>Writes a PNG where a browser is found (<see cref="Browser.Find"/>); seconds for the first picture.</summary>
    /// <param name="chart">The chart.</param>
    /// <param name="path">The file; its folder is made when missing.</param>
    /// <param name="width">Width in pixels of the page, at least 1; the file has twice as many.</param>
    /// <param name="height">Height in pixels of the page, at least 1; the file has twice as many.</param>
    /// <param name="cancellation">Stops waiting for the browser.</param>
    /// <returns>Whether it was saved. A missing or failing browser is no error: the interactive page holds the same figure.</returns>
    public static async Task<PictureResult> SavePngAsync(
        GenericChart chart, string path, int width = 900, int height = 560, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(chart);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (Browser.Find(out string? whyNot) is not { } browser)
        {
            return new PictureResult(false, whyNot);
        }
        PuppeteerSharpRendererOptions.localBrowserExecutablePath = FSharpOption<string>.Some(browser);
        // --no-sandbox: the root user of a container cannot use the sandbox, and the page holds nothing but this chart.
        PuppeteerSharpRendererOptions.launchOptions = new LaunchOptions
        {
            Headless = true,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
                "--disable-sync",
            ],
        };
        // The renderer waits in vain for a plotly.js from the network unless the page holds it.
        GenericChart whole = GenericChart.setDisplayOptions(
            DisplayOptions.setPlotlyReference(PlotlyJSReference.Full).Invoke(new DisplayOptions()), chart);
        string picture;
        try
        {
            IGenericChartRenderer renderer = new PuppeteerSharpRenderer();
            picture = await renderer.RenderPNGAsync(width, height, 2, whole).WaitAsync(cancellation);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // Whatever a browser of unknown make and state throws: the figure is there as a page, so say it and go on.
            return new PictureResult(false, $"{browser} could not draw {Path.GetFileName(path)}: {error.Message.Split('\n')[0].Trim()}");
        }
        Write(path, Convert.FromBase64String(picture[(picture.IndexOf(',', StringComparison.Ordinal) + 1)..]));
        return new PictureResult(true, null);
    }

    /// <summary>Writes text as UTF-8 beside the path and renames it there.</summary>
    internal static void WriteText(string path, string text) =>
        Write(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(text));

    private static void Write(string path, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        string beside = path + ".part";
        File.WriteAllBytes(beside, bytes);
        File.Move(beside, path, overwrite: true);
    }
}
