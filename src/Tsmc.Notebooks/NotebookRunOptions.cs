namespace Tsmc.Notebooks;

/// <summary>How a notebook is run.</summary>
public sealed record NotebookRunOptions
{
    /// <summary>Values for variables of the cell tagged <c>parameters</c>, set right behind it.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>Time limit of one cell, above 0.</summary>
    public TimeSpan CellTimeLimit { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Time limit of the whole notebook, above 0.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">A time limit is not above 0; the message names it.</exception>
    public void Validate()
    {
        if (CellTimeLimit <= TimeSpan.Zero)
        {
            throw new ArgumentException($"cell-timeout is {CellTimeLimit.TotalSeconds} s; expected more than 0.");
        }
        if (TimeLimit <= TimeSpan.Zero)
        {
            throw new ArgumentException($"total-timeout is {TimeLimit.TotalSeconds} s; expected more than 0.");
        }
    }
}
