using System.Diagnostics;

namespace Tsmc.Cli.Doctor;

/// <summary>Looks for programs and asks them their version.</summary>
internal static class Commands
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Full path of a program on the PATH or among the .NET tools of the user; null when it is not there.</summary>
    public static string? Find(string name)
    {
        string file = OperatingSystem.IsWindows() ? name + ".exe" : name;
        string tools = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".dotnet", "tools");
        return (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Append(tools)
            .Select(folder => Path.Combine(folder, file))
            .FirstOrDefault(File.Exists);
    }

    /// <summary>First line that a program writes; null when it does not run, fails or takes too long.</summary>
    public static string? FirstLine(string program, params IEnumerable<string> arguments)
    {
        try
        {
            using Process? process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                // Away from the folder at hand, whose global.json may ask for an SDK that is not there.
                WorkingDirectory = Path.GetTempPath(),
            });
            if (process is null)
            {
                return null;
            }
            Task<string> text = process.StandardOutput.ReadToEndAsync();
            if (!process.WaitForExit(Patience))
            {
                process.Kill(entireProcessTree: true);
                return null;
            }
            return process.ExitCode == 0 ? text.Result.Split('\n')[0].Trim() : null;
        }
        catch (Exception error) when (error is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            return null;
        }
    }
}
