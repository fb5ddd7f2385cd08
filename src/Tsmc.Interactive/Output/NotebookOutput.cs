namespace Tsmc.Interactive.Output;

/// <summary>
/// The output of the notebook or program that runs. <see cref="TsmcInteractive.Load()"/> sets it; a program that was exported from a
/// notebook shows through it what the notebook's cells showed.
/// </summary>
public static class NotebookOutput
{
    /// <summary>Where values go; null before anything was loaded, and then nothing is shown.</summary>
    public static INotebookOutput? Current { get; set; }

    /// <summary>Shows a value, as <c>display(value)</c> and a cell's last expression do in a notebook.</summary>
    public static void Display(object? value) => Current?.Display(value);
}
