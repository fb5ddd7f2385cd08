using System.Diagnostics;
using System.Globalization;

namespace Tsmc.Torch;

/// <summary>What this process has taken of the machine's memory.</summary>
public static class ProcessMemory
{
    /// <summary>The most bytes that were resident at once since the process began (VmHWM on Linux).</summary>
    public static long PeakBytes
    {
        get
        {
            string? line = OperatingSystem.IsLinux()
                ? File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
                : null;
            if (line is null)
            {
                using var process = Process.GetCurrentProcess();
                return process.PeakWorkingSet64;
            }
            string kilobytes = line["VmHWM:".Length..].Replace("kB", "", StringComparison.Ordinal);
            return 1024 * long.Parse(kilobytes, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture);
        }
    }
}
