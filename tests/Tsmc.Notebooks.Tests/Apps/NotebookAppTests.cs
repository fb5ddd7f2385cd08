using System.Diagnostics;
using System.Text.RegularExpressions;
using Tsmc.Notebooks.Apps;

namespace Tsmc.Notebooks.Tests.Apps;

[Collection(Whole.Notebooks)]
public partial class NotebookAppTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static string Code(params string[] cells) => NotebookApp.ToCode(
        Made.Notebook([.. cells.Select(cell => (cell, Array.Empty<string>()))]), "a.ipynb", "a.cs");

    [Fact]
    public void ANameThatIsDeclaredAgainGetsItsCellsNumberWhereverItIsMeant()
    {
        string code = Code("int x = 1;", "string x = \"a\"; Func<int> f = () => x.Length;", "var pair = new { x, y = x.Length };", "pair.x + x");
        Assert.Contains("string x_2 = \"a\"; Func<int> f = () => x_2.Length;", code);
        Assert.Contains("new { x = x_2, y = x_2.Length }", code);
        Assert.Contains("NotebookOutput.Display(pair.x + x_2);", code);
    }

    [Fact]
    public void ANameThatALoopUsesTooGetsItsCellsNumber()
    {
        string code = Code("foreach (int row in new[] { 1 }) { Console.WriteLine(row); }", "int row = 5;", "row");
        Assert.Contains("Console.WriteLine(row);", code);
        Assert.Contains("int row_2 = 5;", code);
        Assert.Contains("NotebookOutput.Display(row_2);", code);
    }

    [Fact]
    public void UsingsGoToTheTopAndTypesToTheEnd()
    {
        string code = Code("1", "using System.IO;\nrecord Pair(int A);\nvar p = new Pair(1);", "p.A");
        Assert.True(code.IndexOf("using System.IO;", StringComparison.Ordinal) < code.IndexOf("// Cell 1", StringComparison.Ordinal));
        Assert.True(code.IndexOf("record Pair", StringComparison.Ordinal) > code.IndexOf("NotebookOutput.Display(p.A)", StringComparison.Ordinal));
    }

    [Fact]
    public void ALastExpressionWithoutAValueIsOnlyRun()
    {
        string code = Code("Console.WriteLine(1)", "await Task.Delay(1)", "await Task.FromResult(2)");
        Assert.Contains("\nConsole.WriteLine(1);\n", code);
        Assert.Contains("\nawait Task.Delay(1);\n", code);
        Assert.Contains("\nNotebookOutput.Display(await Task.FromResult(2));\n", code);
    }

    [Theory]
    [InlineData("#!html\n<b></b>", "cell 1: #!html has no like in a program; expected #r of a package or of an assembly that a project builds.")]
    [InlineData("KernelInvocationContext.Current", "cell 1: it uses KernelInvocationContext of .NET Interactive, which a program does not have; expected display or this library.")]
    [InlineData("static int Twice(this int x) => 2 * x;", "cell 1: Twice is an extension method outside of a class, which a program cannot have.")]
    public void WhatOnlyAKernelCanIsRefused(string cell, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<InvalidDataException>(() => Code(cell)).Message);

    [Fact]
    public void PackagesBecomeDirectives() => Assert.Contains("#:package Spectre.Console@0.57.2\n", Code("#r \"nuget: Spectre.Console, 0.57.2\"\n1"));

    [Fact]
    [Trait("Category", "Slow")]
    public async Task TheAppSaysAndDrawsWhatTheNotebookDoesWithoutItsKernel()
    {
        NotebookFile notebook = Made.Notebook(
            ("int N = 3; // rows", ["parameters"]),
            ("#r \"../src/Tsmc.Interactive/bin/Release/net10.0/Tsmc.Interactive.dll\"\nTsmc.Interactive.TsmcInteractive.Load();", []),
            ("using Tsmc.Interactive.Live; using Tsmc.Charts; using Microsoft.Data.Analysis;\n"
                + "using (var bar = new LiveProgress(\"Counting\", N, \"sheep\"))\n    for (int i = 0; i < N; i++) { bar.Add(); await Task.Delay(1); }", []),
            ("int row;\nstring Say(int n) => n == 0 ? \"end\" : n + \", \" + Say(n - 1);\nConsole.WriteLine(Say(N) + row);", []),
            ("using System.IO;\nstring row = \"again\";\nforeach (var each in new[] { row }) display(each);\nPath.GetFileName(\"a/b\")", []),
            ("var problem = new Tsmc.Problems.Problem { Id = \"p\", Text = \"What is 1+1?\", Answer = \"2\" };\nproblem", []),
            ("Plotly.NET.CSharp.Chart.Line<int, int, string>(x: new[] { 1, 2 }, y: new[] { N, 5 })", []),
            ("File.WriteAllLines(Path.Combine(\"../artifacts/app-test\", \"loaded.txt\"), AppDomain.CurrentDomain.GetAssemblies().Select(each => each.FullName));", []));
        notebook.InjectParameters(new Dictionary<string, string> { ["N"] = "4" });

        // In the checkout, so that a second run finds what the first has built.
        string folder = Path.Combine(Repository.Root, "artifacts", "app-test");
        string file = Path.Combine(folder, "made.ipynb"), app = Path.Combine(folder, "made.cs");
        notebook.Save(file);
        NotebookApp.Save(notebook, Path.Combine(Repository.Notebooks, "made.ipynb"), app);
        if (Directory.Exists(Path.Combine(folder, "made.files")))
        {
            Directory.Delete(Path.Combine(folder, "made.files"), recursive: true);
        }
        (int code, string said, string errors) = await RunAsync(folder, "run", "-c", "Release", app);
        Assert.True(code == 0, said + errors);
        string loaded = await File.ReadAllTextAsync(Path.Combine(folder, "loaded.txt"), Ct);

        NotebookFailure? failure = await NotebookRunner.RunAsync(notebook, Repository.Notebooks, new NotebookRunOptions { Parameters = new Dictionary<string, string> { ["N"] = "4" } }, ct: Ct);
        Assert.True(failure is null, failure?.Error);
        string expected = string.Concat(notebook.Cells.SelectMany(cell => cell.Outputs.Select(output => NotebookComparison.TextOf(output).TrimEnd() + "\n")));
        Assert.Equal(expected, FigureLine().Replace(said, ""));

        string figure = await File.ReadAllTextAsync(Path.Combine(folder, "made.files", "figure-01.html"), Ct);
        Assert.Contains("\"y\":[4,5]", figure);
        Assert.DoesNotContain("Microsoft.DotNet.Interactive", loaded);
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(string folder, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(Ct), errors = process.StandardError.ReadToEndAsync(Ct);
        await process.WaitForExitAsync(Ct);
        return (process.ExitCode, (await output).ReplaceLineEndings("\n"), await errors);
    }

    [GeneratedRegex(@"^→ .*\n", RegexOptions.Multiline)]
    private static partial Regex FigureLine();
}
