namespace Tsmc.Interactive.Output;

/// <summary>Where a notebook's values are shown: a kernel's cell, or a program's console and folder.</summary>
public interface INotebookOutput
{
    /// <summary>Shows a value.</summary>
    void Display(object? value);

    /// <summary>Shows a value whose place will be shown anew.</summary>
    IOutputPlace Open(object first);
}
