using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Tsmc.Cli.Flags;
using Tsmc.Cli.Verbs;
using Tsmc.Cli.Verbs.Prepare;
using Tsmc.Datasets;

namespace Tsmc.Cli;

/// <summary>The command line tool <c>tsmc</c>: one verb per stage of the paper.</summary>
public static class TsmcCommand
{
    /// <summary>Runs one command line.</summary>
    /// <param name="args">The arguments, the verb first.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="error">Where progress, remarks and errors go.</param>
    /// <param name="ct">Stops the verb, as Ctrl+C does; what is done so far stays where the verb can go on from it.</param>
    /// <returns>0; 1 after a failure; 2 when the input is wrong, with one sentence on <paramref name="error"/>; 130 when stopped.</returns>
    public static async Task<int> InvokeAsync(IReadOnlyList<string> args, TextWriter output, TextWriter error, CancellationToken ct = default)
    {
        ParseResult parsed = Root().Parse(args);
        if (parsed.Action is ParseErrorAction)
        {
            await error.WriteLineAsync($"tsmc: {Failure.Sentence(parsed.Errors[0])} See {Path(parsed.CommandResult)} --help.").ConfigureAwait(false);
            return ExitCode.BadInput;
        }
        // Signals are the program's own business (Program.cs): a test has none.
        var configuration = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        try
        {
            return await parsed.InvokeAsync(configuration, ct).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            string goOn = (parsed.CommandResult.Command as Verb)?.GoOn ?? "";
            await error.WriteLineAsync($"tsmc: stopped. {goOn}").ConfigureAwait(false);
            return ExitCode.Interrupted;
        }
        catch (Exception failure)
        {
            (int code, string sentence) = Failure.Describe(failure);
            bool verbose = parsed.GetValue(CommonFlags.Verbose);
            string hint = verbose || code == ExitCode.BadInput ? "" : " (--verbose shows where)";
            await error.WriteLineAsync($"tsmc: {sentence}{hint}").ConfigureAwait(false);
            if (verbose)
            {
                await error.WriteLineAsync(failure.ToString()).ConfigureAwait(false);
            }
            return code;
        }
    }

    /// <summary>The verb asked for, with what stands before it, such as <c>tsmc demo train</c>.</summary>
    private static string Path(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{Path(parent)} {result.Command.Name}" : "tsmc";

    private static Command Prepare()
    {
        var prepare = new Command("prepare", "Bring a data set into problems, fine-tuning rows and step labels.") { new CheckOverlapVerb() };
        foreach (DatasetFormat format in DatasetFormat.All)
        {
            prepare.Add(new PrepareVerb(format));
        }
        return prepare;
    }

    private static RootCommand Root()
    {
        var root = new RootCommand("Step-by-step reasoning for math problems via twisted sequential Monte Carlo: one verb per stage of the paper.")
        {
            new ProblemsVerb(),
            Prepare(),
            new InitVerb(),
            new SftVerb(),
            new GenerateVerb(),
            new TrainValueVerb(),
            new SampleVerb(),
            new ViewVerb(),
            new EvaluateVerb(),
            new GradeVerb(),
            new LogitsVerb(),
            new ConvertVerb(),
            new PlanVerb(),
            new ReproduceVerb(),
            new Command("demo", "The demonstration models.") { new DemoTrainVerb() },
            new ExactVerb(),
            new DownloadVerb(),
            new TokenizeVerb(),
            new Command("notebook", "Notebooks without a person: run them, clean them, make programs of them.")
            {
                new NotebookRunVerb(), new NotebookCleanVerb(), new NotebookExportVerb(), new NotebookWorkerVerb(),
            },
            new DoctorVerb(),
            CommonFlags.Verbose,
            CommonFlags.Quiet,
        };
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        var usual = (HelpAction)help.Action!;
        help.Action = new HelpWithExamples(usual);
        root.SetAction(usual.Invoke);
        return root;
    }
}
