using Tsmc.Models;
using Tsmc.Problems;
using Tsmc.Problems.Arithmetic;
using Tsmc.Tokenization;

namespace Tsmc.Demonstration;

/// <summary>The demonstration's folder: three small models and their problems.</summary>
public sealed class DemonstrationModels : IDisposable
{
    private DemonstrationModels(string folder)
    {
        Folder = folder;
        Tokenizer = Tokenizer.Load(GeneratorFolder(folder));
        Generator = Checkpoint.LoadGenerator(GeneratorFolder(folder));
        Value = Checkpoint.LoadValueModel(ValueFolder(folder));
        Orm = Checkpoint.LoadValueModel(OrmFolder(folder));
    }

    /// <summary>The folder that the models were read from.</summary>
    public string Folder { get; }

    /// <summary>The models' tokenizer.</summary>
    public Tokenizer Tokenizer { get; }

    /// <summary>The fine-tuned generator p0.</summary>
    public Generator Generator { get; }

    /// <summary>The value function, trained by contrastive twist learning.</summary>
    public ValueModel Value { get; }

    /// <summary>The outcome reward model: an independent judge for the vote.</summary>
    public ValueModel Orm { get; }

    /// <summary>Reads the models of a folder.</summary>
    /// <exception cref="FileNotFoundException">A model is missing.</exception>
    /// <exception cref="InvalidDataException">A model is damaged.</exception>
    public static DemonstrationModels Load(string folder) => new(folder);

    /// <summary>
    /// The demonstration's folder <c>data/demo</c>: of the repository around the working folder or the program, else as installed beside
    /// the program.
    /// </summary>
    /// <exception cref="DirectoryNotFoundException">There is none.</exception>
    public static string FindFolder()
    {
        foreach (string start in (string[])[Directory.GetCurrentDirectory(), AppContext.BaseDirectory])
        {
            for (DirectoryInfo? at = new(start); at is not null; at = at.Parent)
            {
                string folder = Path.Combine(at.FullName, "data", "demo");
                if (File.Exists(Path.Combine(folder, "recipe.json")))
                {
                    return folder;
                }
            }
        }
        throw new DirectoryNotFoundException(
            "The demonstration models were not found: expected data/demo with recipe.json in the repository; run from a checkout or name the folder.");
    }

    /// <summary>Folder of the generator.</summary>
    public static string GeneratorFolder(string folder) => Path.Combine(folder, "generator");

    /// <summary>Folder of the value model.</summary>
    public static string ValueFolder(string folder) => Path.Combine(folder, "value");

    /// <summary>Folder of the outcome reward model.</summary>
    public static string OrmFolder(string folder) => Path.Combine(folder, "orm");

    /// <summary>What the three models are made of, to tell whether a run's models are the same.</summary>
    public IReadOnlyList<string> Fingerprints =>
        [.. new[] { GeneratorFolder(Folder), ValueFolder(Folder), OrmFolder(Folder) }.Select(FileFingerprint.OfModel)];

    /// <summary>The held-out problems that results are reported on; none was used for training or tuning.</summary>
    public IReadOnlyList<ArithmeticProblem> TestProblems() => [.. ArithmeticProblem.Read(Path.Combine(Folder, "test.jsonl"))];

    /// <summary>The problems on which settings were chosen.</summary>
    public IReadOnlyList<ArithmeticProblem> ValidationProblems() => [.. ArithmeticProblem.Read(Path.Combine(Folder, "valid.jsonl"))];

    /// <inheritdoc/>
    public void Dispose()
    {
        Generator.Dispose();
        Value.Dispose();
        Orm.Dispose();
    }
}
