namespace Tsmc.Datasets;

/// <summary>What is read and how it is split.</summary>
public sealed record PreparationOptions
{
    /// <summary>Files or folders of the data set; their problems are split into training, validation and test by hash.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>Files or folders of the same format that are the validation set, whole; then none is split off.</summary>
    public IReadOnlyList<string> ValidInputs { get; init; } = [];

    /// <summary>Files or folders of the same format that are the test set, whole.</summary>
    public IReadOnlyList<string> TestInputs { get; init; } = [];

    /// <summary>Files or folders of any known format whose problems are left out of everything.</summary>
    public IReadOnlyList<string> TestProblems { get; init; } = [];

    /// <summary>Share of the problems of <see cref="Inputs"/> that go into validation, in [0, 1].</summary>
    public double ValidShare { get; init; } = 0.05;

    /// <summary>Share of the problems of <see cref="Inputs"/> that go into the test set, in [0, 1]; 1 makes all of them test problems.</summary>
    public double TestShare { get; init; }

    /// <summary>Whether rows that cannot be read are left out and counted, instead of ending the run.</summary>
    public bool SkipBad { get; init; }

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">An option is out of range; the message names it, its value and its range.</exception>
    public void Validate()
    {
        if (Inputs.Count + ValidInputs.Count + TestInputs.Count == 0)
        {
            throw new ArgumentException($"{nameof(Inputs)} is empty; expected at least one file or folder.");
        }
        foreach ((string name, double share) in new[] { (nameof(ValidShare), ValidShare), (nameof(TestShare), TestShare) })
        {
            if (share is not (>= 0 and <= 1))
            {
                throw new ArgumentException($"{name} is {share}; it must lie in [0, 1].");
            }
        }
        if (ValidShare + TestShare > 1 && TestShare < 1)
        {
            throw new ArgumentException($"{nameof(ValidShare)} {ValidShare} and {nameof(TestShare)} {TestShare} are more than 1 together.");
        }
    }
}
