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

    /// <summary>Exit code 0, or the test fails with what was said.</summary>
    public void AssertSuccess() => Assert.True(Code == 0, $"exit code {Code}: {Error}");

    public static Task<CommandLine> RunAsync(params string[] args) => RunAsync(CancellationToken.None, args);
}
