using System.Net;
using Markdig;
using Markdig.Extensions.Mathematics;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Tsmc.Notebooks.Pages;

/// <summary>Markdown cells as HTML: formulas as MathML, pictures inside, links between notebooks as links between their pages.</summary>
internal static class MarkdownCells
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UseMathematics().UsePipeTables().UseAutoIdentifiers().UseAutoLinks().UseEmphasisExtras().Build();

    /// <summary>A cell's text as HTML.</summary>
    /// <param name="markdown">The text.</param>
    /// <param name="folder">Where its pictures lie.</param>
    public static string ToHtml(string markdown, string folder)
    {
        MarkdownDocument document = Markdown.Parse(markdown, Pipeline);
        foreach (LinkInline link in document.Descendants<LinkInline>().Where(link => link.Url is { Length: > 0 }))
        {
            link.Url = link.IsImage ? Picture(link.Url!, folder) : Link(link.Url!);
        }
        using var writer = new StringWriter();
        var renderer = new HtmlRenderer(writer);
        Pipeline.Setup(renderer);
        renderer.ObjectRenderers.RemoveAll(each => each is HtmlMathInlineRenderer or HtmlMathBlockRenderer);
        renderer.ObjectRenderers.Add(new InlineFormula());
        renderer.ObjectRenderers.Add(new DisplayedFormula());
        renderer.Render(document);
        return writer.ToString();
    }

    private static string Link(string url) =>
        url.Contains("://", StringComparison.Ordinal) ? url : url.Replace(".ipynb", ".html", StringComparison.Ordinal);

    private static string Picture(string url, string folder)
    {
        string file = Path.Combine(folder, Uri.UnescapeDataString(url));
        string? kind = Path.GetExtension(url).ToUpperInvariant() switch
        {
            ".PNG" => "image/png",
            ".SVG" => "image/svg+xml",
            ".JPG" or ".JPEG" => "image/jpeg",
            _ => null,
        };
        return kind is not null && File.Exists(file) ? $"data:{kind};base64,{Convert.ToBase64String(File.ReadAllBytes(file))}" : url;
    }

    // A formula that goes beyond what is known stands as its TeX, which can be read.
    private static string Formula(string tex, bool display) =>
        MathMl.Of(tex, display) ?? $"<code class=\"tex\">{WebUtility.HtmlEncode(tex)}</code>";

    private sealed class InlineFormula : HtmlObjectRenderer<MathInline>
    {
        protected override void Write(HtmlRenderer renderer, MathInline obj) =>
            renderer.Write(Formula(obj.Content.ToString(), display: obj.DelimiterCount == 2));
    }

    private sealed class DisplayedFormula : HtmlObjectRenderer<MathBlock>
    {
        protected override void Write(HtmlRenderer renderer, MathBlock obj) =>
            renderer.Write("<p>").Write(Formula(obj.Lines.ToString(), display: true)).WriteLine("</p>");
    }
}
