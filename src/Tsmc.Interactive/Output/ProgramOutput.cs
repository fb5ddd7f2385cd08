using System.Collections;
using System.Globalization;
using Plotly.NET;
using Tsmc.Charts;
using Tsmc.Interactive.Views;

namespace Tsmc.Interactive.Output;

/// <summary>
/// Shows values in a program of its own: their text on the console, charts and other pictures as files in a folder. Nothing here needs
/// .NET Interactive.
/// </summary>
public sealed class ProgramOutput : INotebookOutput
{
    private readonly string _folder;
    private int _figures;

    /// <param name="folder">The folder for figures, made when the first one comes.</param>
    public ProgramOutput(string folder) => _folder = Path.GetFullPath(folder);

    /// <summary>
    /// Makes a program behave as the notebook it was exported from: values go to the console and to a folder beside the program's file,
    /// and relative paths begin at the notebook's folder.
    /// </summary>
    /// <param name="figures">Name of the folder for figures, beside the program's file.</param>
    /// <param name="notebookFolder">The notebook's folder, seen from the program's file.</param>
    public static void Begin(string figures, string notebookFolder)
    {
        // What `dotnet run app.cs` tells the program; a program that was built and copied begins where it is started.
        string home = AppContext.GetData("EntryPointFileDirectoryPath") as string ?? Directory.GetCurrentDirectory();
        NotebookOutput.Current = new ProgramOutput(Path.Combine(home, figures));
        string folder = Path.GetFullPath(Path.Combine(home, notebookFolder));
        if (Directory.Exists(folder))
        {
            Directory.SetCurrentDirectory(folder);
        }
    }

    /// <inheritdoc/>
    public void Display(object? value)
    {
        Console.Write(TextOf(value));
        switch (value)
        {
            case GenericChart chart:
                Save(chart);
                break;
            case ChartView view:
                Save(view.Chart);
                break;
            case not null when ViewOf.Value(value)?.ToHtml() is { } html && html.Contains("<svg", StringComparison.Ordinal):
                SavePage(html);
                break;
        }
    }

    /// <inheritdoc/>
    public IOutputPlace Open(object first) => new Place(this);

    /// <summary>A value as lines of text.</summary>
    internal static string TextOf(object? value)
    {
        string text = value switch
        {
            null => "null",
            string plain => plain,
            _ when ViewOf.Value(value) is { } view => view.ToText(),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            IEnumerable many => "[ " + string.Join(", ", many.Cast<object?>().Select(one => TextOf(one).TrimEnd())) + " ]",
            _ => value.ToString() ?? "",
        };
        return text.EndsWith('\n') ? text : text + "\n";
    }

    private void Save(GenericChart chart)
    {
        string name = Next();
        ChartFiles.SaveHtml(chart, name + ".html", Path.GetFileName(name));
        PictureResult picture = ChartFiles.SavePngAsync(chart, name + ".png").GetAwaiter().GetResult();
        Console.WriteLine($"→ {Shown(name)}.html{(picture.Saved ? " and .png" : "")}");
    }

    private void SavePage(string html)
    {
        string name = Next();
        Directory.CreateDirectory(_folder);
        File.WriteAllText(name + ".html", $"<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"></head>\n<body style=\"font-family:system-ui,sans-serif\">{html}</body></html>\n");
        Console.WriteLine($"→ {Shown(name)}.html");
    }

    private string Next() => Path.Combine(_folder, FormattableString.Invariant($"figure-{++_figures:00}"));

    private string Shown(string name) => $"{Path.GetFileName(_folder)}/{Path.GetFileName(name)}";

    // A console has no places: the last state is said when it is there.
    private sealed class Place(ProgramOutput output) : IOutputPlace
    {
        public void Update(object content)
        {
        }

        public void Close(object last) => output.Display(last);
    }
}
