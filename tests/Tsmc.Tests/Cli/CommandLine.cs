using Tsmc.Cli;

namespace Tsmc.Tests.Cli;

/// <summary>Runs the tool in process and keeps what it says.</summary>
internal sealed record CommandLine(int Code, string Output, string Error)
{
    public static async Task<CommandLine> RunAsync(CancellationToken ct, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = await TsmcCommand.InvokeAsync(args, output, error, ct);
        return new CommandLine(code, output.ToString(), error.ToString());
    }

    public static Task<CommandLine> RunAsync(params string[] args) => RunAsync(CancellationToken.None, args);
}
