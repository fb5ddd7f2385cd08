namespace Tsmc.Interactive.Views;

/// <summary>Something to look at in a notebook. Nothing in a view needs a kernel.</summary>
public interface IView
{
    /// <summary>
    /// A piece of HTML with its style in its elements: readable on light and dark grounds, no wider than its place, the same text for
    /// the same content.
    /// </summary>
    string ToHtml();

    /// <summary>The same as plain text, lines ended by <c>\n</c>.</summary>
    string ToText();
}
