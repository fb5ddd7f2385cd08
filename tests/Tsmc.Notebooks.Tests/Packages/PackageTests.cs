using System.IO.Compression;
using Tsmc.Notebooks.Tests.Jupyter;

namespace Tsmc.Notebooks.Tests.Packages;

/// <summary>The packages, made, installed from a local feed and used as a stranger would.</summary>
[Trait("Category", "Slow")]
public sealed class PackageTests(PackageFeed feed) : IClassFixture<PackageFeed>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Tsmc", "lib/net10.0/Tsmc.xml", "buildTransitive/Tsmc.targets")]
    [InlineData("Tsmc.Charts", "lib/net10.0/Tsmc.Charts.xml")]
    [InlineData("Tsmc.Interactive", "lib/net10.0/Tsmc.Interactive.xml", "interactive-extensions/dotnet/extension.dib")]
    [InlineData("Tsmc.Cli", "tools/net10.0/any/Tsmc.Cli.dll", "tools/net10.0/any/DotnetToolSettings.xml")]
    public async Task EachHasReadmeLicenceSymbolsAndDocumentation(string id, params string[] files)
    {
        string path = await feed.PackageAsync(id);
        Assert.True(File.Exists(Path.ChangeExtension(path, ".snupkg")), "symbols");
        using ZipArchive package = ZipFile.OpenRead(path);
        string[] names = [.. package.Entries.Select(entry => entry.FullName)];
        Assert.All(files.Append("README.md"), file => Assert.Contains(file, names));
        using var nuspec = new StreamReader(package.GetEntry(id + ".nuspec")!.Open());
        string text = await nuspec.ReadToEndAsync(Ct);
        Assert.Contains("<license type=\"expression\">MIT</license>", text);
        Assert.DoesNotContain("libtorch-", text);
        Assert.InRange(new FileInfo(path).Length, 1, 60_000_000); // libtorch alone is twice that
    }

    [Fact]
    public async Task TenLinesRunInAnEmptyProject()
    {
        string folder = feed.Folder("console");
        File.WriteAllText(Path.Combine(folder, "console.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings>
                <CreateHardLinksForCopyLocalIfPossible>true</CreateHardLinksForCopyLocalIfPossible>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Tsmc" Version="{feed.Version}" />
                <PackageReference Include="libtorch-cpu-linux-x64" Version="2.10.0" />
              </ItemGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(folder, "Program.cs"), """
            using Tsmc.Exact;
            using Tsmc.Smc;
            using Tsmc.Torch;

            Console.WriteLine(Libtorch.EnsureLoaded().Version);
            File.WriteAllText("toy.json", "{\"V\":2,\"T\":1,\"p_next\":{\"\":[0.25,0.75]},\"phi\":{\"0\":0,\"1\":1}}");
            var model = EnumerableModel.Load("toy.json");
            ExactStudyResult result = ExactStudy.Run(model, new ExactStudyOptions { Particles = 4, Runs = 50 });
            Console.WriteLine($"Z = {result.Z}, {result.Runs.Count} settings");
            """);
        (int code, string said) = await feed.RunAsync(folder, "dotnet", "run", "-c", "Release");
        Assert.True(code == 0, said);
        Assert.Contains("2.10.0", said);
        Assert.Contains("Z = 0.75, ", said);
    }

    [Fact]
    public async Task AProgramWithoutLibtorchIsWarnedWhenItIsBuilt()
    {
        string folder = feed.Folder("without");
        File.WriteAllText(Path.Combine(folder, "without.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup><PackageReference Include="Tsmc" Version="{feed.Version}" /></ItemGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(folder, "Program.cs"), "System.Console.WriteLine();");
        (int code, string said) = await feed.RunAsync(folder, "dotnet", "build");
        Assert.True(code == 0, said);
        Assert.Contains("warning TSMC001: Tsmc needs libtorch", said);
    }

    [Fact]
    public async Task TheToolIsInstalledAndRuns()
    {
        string folder = feed.Folder("tool");
        string tools = Path.Combine(folder, "bin");
        (int code, string said) = await feed.RunAsync(
            folder, "dotnet", "tool", "install", "Tsmc.Cli", "--version", feed.Version, "--tool-path", tools);
        Assert.True(code == 0, said);
        string tsmc = Path.Combine(tools, "tsmc");
        (code, said) = await feed.RunAsync(folder, tsmc, "--help");
        Assert.True(code == 0 && said.Contains("  exact "), said);
        File.WriteAllText(Path.Combine(folder, "toy.json"), "{\"V\":2,\"T\":1,\"p_next\":{\"\":[0.25,0.75]},\"phi\":{\"0\":0,\"1\":1}}");
        (code, said) = await feed.RunAsync(folder, tsmc, "exact", "--model", "toy.json", "--output", "out.json", "--runs", "50", "--particles", "4");
        Assert.True(code == 0 && said.Contains("Exact Z = 0.75"), said);
        Made.Notebook(("6 * 7", [])).Save(Path.Combine(folder, "a.ipynb"));
        (code, said) = await feed.RunAsync(folder, tsmc, "notebook", "run", "a.ipynb", "--output", "out");
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
        Assert.Contains("on libtorch 2.10.0", string.Concat(run.Notebook!.Cells[0].OutputText));
        Assert.Contains("Reference answer: 2", run.Notebook.Cells[1].OutputText);
        Assert.Contains("(1, 3) (2, 4)", run.Notebook.Cells[1].OutputText);
    }
}
