using System.Globalization;
using System.Runtime.InteropServices;

namespace Tsmc.Torch;

/// <summary>
/// Pages of a loaded library's code. Relocating and initialising libtorch touches 60 to 140 MB of it (read once, never changed), which would
/// stay in the process's resident memory until the system runs short. Given back, the few pages that are needed come again from the file's cache.
/// </summary>
internal static class LibraryPages
{
    private const int DontNeed = 4; // MADV_DONTNEED of Linux

    /// <summary>Gives the pages of a library's code back to the system; does nothing where it is not loaded. Linux only.</summary>
    public static void GiveBack(string fileName)
    {
        // Code is mapped readable and executable and never written to; the segment that relocation has changed has other rights.
        foreach (string line in File.ReadLines("/proc/self/maps").Where(line => line.EndsWith("/" + fileName, StringComparison.Ordinal)))
        {
            string[] parts = line.Split(' ', 3);
            if (parts[1] == "r-xp")
            {
                nint[] range = [.. parts[0].Split('-').Select(address => nint.Parse(address, NumberStyles.HexNumber, CultureInfo.InvariantCulture))];
                _ = Advise(range[0], range[1] - range[0], DontNeed); // a refusal costs memory and nothing else
            }
        }
    }

    [DllImport("libc", EntryPoint = "madvise")]
    private static extern int Advise(nint address, nint length, int advice);
}
