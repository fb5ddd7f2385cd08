using System.Text.RegularExpressions;
using System.Xml.Linq;
using Tsmc.Smc;

namespace Tsmc.Tests.Architecture;

public sealed partial class LayerTests
{
    // The floors of src/Tsmc from the ground up: what each folder may use, which always lies above it in this list. A new folder takes
    // its place here. Problems come before Tokenization because the prompt's format, plain text, says where steps end.
    private static readonly (string Folder, string[] MayUse)[] Floors =
    [
        ("Torch", []),
        ("Randomness", []),
        ("Hub", []),
        ("Problems", ["Randomness"]),
        ("Datasets", ["Problems"]),
        ("Tokenization", ["Problems"]),
        ("Grading", ["Problems"]),
        ("Models", ["Torch", "Randomness"]),
        ("Smc", ["Randomness"]),
        ("Exact", ["Randomness", "Smc"]),
        ("Evaluation", ["Randomness", "Problems", "Datasets", "Grading", "Smc"]),
        ("Sampling", ["Torch", "Randomness", "Problems", "Tokenization", "Grading", "Models", "Smc"]),
        ("Records", ["Problems", "Tokenization", "Grading", "Smc", "Sampling"]),
        ("Training", ["Torch", "Randomness", "Problems", "Tokenization", "Models", "Evaluation"]),
        ("Demonstration", ["Torch", "Randomness", "Problems", "Tokenization", "Grading", "Models", "Smc", "Evaluation", "Sampling", "Training"]),
    ];

    private static readonly string[] KnowTensors = ["Torch", "Models", "Sampling", "Training"];

    private static readonly string[] Outsiders = ["Plotly", "Giraffe", "Microsoft.DotNet.Interactive", "Spectre", "System.CommandLine"];

    [Fact]
    public void Every_folder_uses_only_the_floors_below_it()
    {
        foreach ((string folder, string[] mayUse) in Floors)
        {
            string[] below = [.. Floors.TakeWhile(floor => floor.Folder != folder).Select(floor => floor.Folder)];
            Assert.Empty(mayUse.Except(below));
        }
        var allowed = Floors.ToDictionary(floor => floor.Folder, floor => floor.MayUse);
        foreach ((string folder, string file, string code) in Sources())
        {
            Assert.True(allowed.ContainsKey(folder), $"{file}: the folder {folder} has no place among the floors of this test.");
            string[] used = [.. Namespaces().Matches(code).Select(match => match.Groups[1].Value).Distinct().Where(allowed.ContainsKey)];
            string[] wrong = [.. used.Where(name => name != folder).Except(allowed[folder])];
            Assert.True(wrong.Length == 0, $"{file}: {folder} may not use {string.Join(", ", wrong)}.");
        }
    }

    [Fact]
    public void Tensors_stay_where_they_belong()
    {
        foreach ((string folder, string file, string code) in Sources())
        {
            Assert.True(KnowTensors.Contains(folder) || !code.Contains("TorchSharp"), $"{file}: {folder} may not use TorchSharp.");
        }
    }

    [Fact]
    public void The_core_knows_no_chart_no_kernel_and_no_command_line()
    {
        string[] assemblies = [.. typeof(TwistedSmc).Assembly.GetReferencedAssemblies().Select(name => name.Name!)];
        string project = Path.Combine(Repository.Root(), "src", "Tsmc", "Tsmc.csproj");
        string[] packages = [.. XDocument.Load(project).Descendants()
            .Where(element => element.Name.LocalName is "PackageReference" or "ProjectReference")
            .Select(element => (string)element.Attribute("Include")!)];

        Assert.Contains("TorchSharp", assemblies);
        Assert.Contains("TorchSharp", packages);
        Assert.DoesNotContain(assemblies.Concat(packages), name => Outsiders.Any(outsider => name.StartsWith(outsider, StringComparison.Ordinal)));
    }

    /// <summary>The code of every file of src/Tsmc, comments left out.</summary>
    private static IEnumerable<(string Folder, string File, string Code)> Sources()
    {
        string core = Path.Combine(Repository.Root(), "src", "Tsmc");
        foreach (string path in Directory.EnumerateFiles(core, "*.cs", SearchOption.AllDirectories))
        {
            string file = Path.GetRelativePath(core, path);
            string folder = file.Split(Path.DirectorySeparatorChar)[0];
            if (folder is not ("bin" or "obj"))
            {
                yield return (folder, file, Comments().Replace(File.ReadAllText(path), ""));
            }
        }
    }

    [GeneratedRegex(@"\bTsmc\.(\w+)")]
    private static partial Regex Namespaces();

    [GeneratedRegex(@"//.*")]
    private static partial Regex Comments();
}
