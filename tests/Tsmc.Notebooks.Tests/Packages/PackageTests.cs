using System.IO.Compression;
using System.Reflection;
using System.Text.Json.Nodes;
using Tsmc.Notebooks.Tests.Jupyter;

namespace Tsmc.Notebooks.Tests.Packages;

/// <summary>The packages, made, installed from a local feed and used as a stranger would.</summary>
[Trait("Category", "Slow")]
[Collection(Whole.Notebooks)]
public sealed class PackageTests(PackageFeed feed) : IClassFixture<PackageFeed>
{
    private const string Toy = """{"V":2,"T":1,"p_next":{"":[0.25,0.75]},"phi":{"0":0,"1":1}}""";

    private static readonly string Libtorch = typeof(Tsmc.Torch.Libtorch).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(data => data.Key == "LibtorchVersion").Value!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Tsmc", "lib/net10.0/Tsmc.xml", "buildTransitive/Tsmc.targets")]
    [InlineData("Tsmc.Charts", "lib/net10.0/Tsmc.Charts.xml")]
    [InlineData("Tsmc.Interactive", "lib/net10.0/Tsmc.Interactive.xml", "interactive-extensions/dotnet/extension.dib")]
    [InlineData("Tsmc.Cli", "tools/net10.0/any/Tsmc.Cli.dll", "tools/net10.0/any/DotnetToolSettings.xml")]
    public async Task EachHasReadmeLicenceSymbolsAndDocumentationAndNoLibtorch(string id, params string[] files)
    {
        string path = await feed.PackageAsync(id);
        Assert.True(File.Exists(Path.ChangeExtension(path, ".snupkg")), "symbols");
        using ZipArchive package = ZipFile.OpenRead(path);
        string[] names = [.. package.Entries.Select(entry => entry.FullName)];
        Assert.All(files.Append("README.md"), file => Assert.Contains(file, names));
        Assert.Equal(
            await File.ReadAllTextAsync(Path.Combine(Repository.Root, "src", id, "README.md"), Ct), await TextAsync(package, "README.md"));
        string nuspec = await TextAsync(package, id + ".nuspec");
        Assert.Contains("<license type=\"expression\">MIT</license>", nuspec);
        Assert.DoesNotContain("libtorch-", nuspec);
        // libtorch alone is more than twice that.
        Assert.InRange(new FileInfo(path).Length, 1, 60_000_000);
    }

    [Fact]
    public async Task TheNotebookPackageAddsTheLibtorchOfTheKernelsSystem()
    {
        using ZipArchive package = ZipFile.OpenRead(await feed.PackageAsync("Tsmc.Interactive"));
        JsonNode runtimes = JsonNode.Parse(await TextAsync(package, "runtime.json"))!["runtimes"]!;
        foreach (string system in (string[])["linux-x64", "win-x64", "osx-arm64"])
        {
            Assert.Equal(Libtorch, runtimes[system]!["Tsmc.Interactive"]!["libtorch-cpu-" + system]!.GetValue<string>());
        }
    }

    [Fact]
    public async Task TheAdviceNamesTheLibtorchThatFits()
    {
        using ZipArchive package = ZipFile.OpenRead(await feed.PackageAsync("Tsmc"));
        Assert.Contains($"--version {Libtorch}", await TextAsync(package, "README.md"));
        Assert.Contains($"--version {Libtorch}", await TextAsync(package, "buildTransitive/Tsmc.targets"));
        using ZipArchive tool = ZipFile.OpenRead(await feed.PackageAsync("Tsmc.Cli"));
        Assert.Contains($"libtorch-cpu-linux-x64@{Libtorch}", await TextAsync(tool, "README.md"));
    }

    [Fact]
    public async Task TenLinesRunInAnEmptyProject()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The project names Linux's libtorch.");
        string folder = Project("console", $"<PackageReference Include=\"libtorch-cpu-linux-x64\" Version=\"{Libtorch}\" />", """
            using Tsmc.Exact;
            using Tsmc.Models;
            using Tsmc.Smc;

            EnumerableModel toy = EnumerableModel.Load("toy.json");
            IReadOnlyList<SmcRun<ToyParticle>> runs = await ToyRuns.CollectAsync(toy, exponent: 1, particles: 4, runs: 20);
            ExactStudyResult study = ExactStudy.Run(toy, new ExactStudyOptions { Particles = 4, Runs = 50 });
            Console.WriteLine($"Z = {study.Z}, {study.Runs.Count} settings, {runs.Count} runs");
            using Generator llama = Checkpoint.RandomGenerator(new LlamaConfig
            {
                VocabularySize = 11, HiddenSize = 16, IntermediateSize = 24, Layers = 2, Heads = 2, KeyValueHeads = 1, HeadSize = 8,
            }, seed: 1);
            (float[] logits, int[] tokens) = GreedyDecoding.Run(llama, [1, 2, 3], newTokens: 4);
            Console.WriteLine($"{logits.Length} logits, {tokens.Length} tokens");
            """);
        (int code, string said) = await feed.RunAsync(folder, "dotnet", ["run", "-c", "Release"]);
        Assert.True(code == 0, said);
        Assert.Contains("Z = 0.75, 15 settings, 20 runs", said);
        Assert.Contains("11 logits, 4 tokens", said);
        Assert.DoesNotContain("TSMC001", said);
    }

    [Fact]
    public async Task AProgramWithoutLibtorchIsWarnedWhenBuiltAndAnsweredWhenRun()
    {
        string folder = Project("without", "", "Tsmc.Torch.Libtorch.EnsureLoaded();");
        (int code, string said) = await feed.RunAsync(folder, "dotnet", ["build", "-c", "Release"]);
        Assert.True(code == 0, said);
        Assert.Contains("warning TSMC001: Tsmc needs libtorch", said);
        // With another folder of NuGet's, where no other project has left one.
        (code, said) = await feed.RunAsync(folder, "dotnet", [Path.Combine("bin", "Release", "net10.0", "without.dll")], store: folder);
        Assert.NotEqual(0, code);
        Assert.Contains("libtorch was not found", said);
        Assert.Contains($"--version {Libtorch}", said);
    }

    [Fact]
    public async Task TheToolIsInstalledAndRuns()
    {
        string folder = feed.Folder("tool");
        (int code, string said) = await feed.RunAsync(
            folder, "dotnet", ["tool", "install", "Tsmc.Cli", "--version", feed.Version, "--tool-path", "bin"]);
        Assert.True(code == 0, said);
        string tsmc = Path.Combine(folder, "bin", "tsmc");
        (code, said) = await feed.RunAsync(folder, tsmc, ["--help"]);
        Assert.True(code == 0 && said.Contains("  exact "), said);
        File.WriteAllText(Path.Combine(folder, "toy.json"), Toy);
        (code, said) = await feed.RunAsync(
            folder, tsmc, ["exact", "--model", "toy.json", "--output", "out.json", "--runs", "50", "--particles", "4"]);
        Assert.True(code == 0 && said.Contains("Exact Z = 0.75"), said);
        (code, said) = await feed.RunAsync(folder, tsmc, ["doctor"]);
        Assert.True(code == 0 && said.Contains("The library can run."), said);
        (code, said) = await feed.RunAsync(folder, tsmc, ["doctor"], store: folder);
        Assert.True(code == 2 && said.Contains($"dotnet package download libtorch-cpu-") && said.Contains($"@{Libtorch}"), said);
        Made.Notebook(("6 * 7", [])).Save(Path.Combine(folder, "a.ipynb"));
        (code, said) = await feed.RunAsync(folder, tsmc, ["notebook", "run", "a.ipynb", "--output", "out"]);
        Assert.True(code == 0, said);
        Assert.Equal("42", NotebookFile.Load(Path.Combine(folder, "out", "a.ipynb")).Cells[0].OutputText);
    }

    [Fact]
    [Trait("Category", "Jupyter")]
    public async Task ANotebookAnywhereRefersToThePackage()
    {
        await feed.PackageAsync("Tsmc.Interactive");
        JupyterRun run = await JupyterRun.RunAsync(
            Made.Notebook(
                ($"#i \"nuget: {feed.Path}\"\n#r \"nuget: Tsmc.Interactive, {feed.Version}\"", []),
                ("using Tsmc.Problems; using Tsmc.Charts;\ndisplay(new Problem { Id = \"p\", Text = \"What is 1+1?\", Answer = \"2\" });\n"
                    + "Plotly.NET.CSharp.Chart.Line<int, int, string>(x: new[] { 1, 2 }, y: new[] { 3, 4 })", [])),
            Ct);
        Assert.True(run.Code == 0, run.Errors);
        Assert.Contains($"on libtorch {Libtorch}", run.Notebook!.Cells[0].OutputText);
        Assert.Contains("Reference answer: 2", run.Notebook.Cells[1].OutputText);
        Assert.Contains("(1, 3) (2, 4)", run.Notebook.Cells[1].OutputText);
    }

    private string Project(string name, string references, string program)
    {
        string folder = feed.Folder(name);
        File.WriteAllText(Path.Combine(folder, "toy.json"), Toy);
        File.WriteAllText(Path.Combine(folder, "Program.cs"), program);
        File.WriteAllText(Path.Combine(folder, name + ".csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings>
                <CreateHardLinksForCopyLocalIfPossible>true</CreateHardLinksForCopyLocalIfPossible>
              </PropertyGroup>
              <ItemGroup><PackageReference Include="Tsmc" Version="{feed.Version}" />{references}</ItemGroup>
            </Project>
            """);
        return folder;
    }

    private static async Task<string> TextAsync(ZipArchive package, string name)
    {
        using var reader = new StreamReader(package.GetEntry(name)!.Open());
        return await reader.ReadToEndAsync(Ct);
    }
}
