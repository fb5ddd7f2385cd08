using System.Globalization;
using System.Runtime.InteropServices;

namespace Tsmc.Cli.Doctor;

/// <summary>The machine and .NET.</summary>
internal static class SystemRows
{
    public static IEnumerable<DoctorRow> Look()
    {
        double memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1L << 30);
        yield return new DoctorRow(true, "System", string.Create(
            CultureInfo.InvariantCulture,
            $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}, {Environment.ProcessorCount} cores, {memory:F1} GiB"));
        yield return new DoctorRow(true, ".NET runtime", RuntimeInformation.FrameworkDescription);
        string? sdk = Commands.Find("dotnet") is { } dotnet ? Commands.FirstLine(dotnet, "--version") : null;
        yield return sdk is null
            ? new DoctorRow(false, ".NET SDK", "not found on the PATH", "To build from source or run notebooks: install the .NET 10 SDK, https://dot.net")
            : new DoctorRow(true, ".NET SDK", sdk);
    }
}
