using System.Globalization;

namespace Tsmc.Cli.Flags;

/// <summary>Sizes in bytes, as people write and read them.</summary>
internal static class ByteSize
{
    private static readonly (string Unit, double Bytes)[] Units =
    [
        ("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("TiB", 1L << 40), ("KB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12), ("B", 1),
    ];

    /// <summary>The bytes of a text such as <c>24GiB</c>, <c>80 GB</c> or <c>1000000</c>.</summary>
    /// <exception cref="ArgumentException">It is no size.</exception>
    public static long Parse(string name, string text)
    {
        string trimmed = text.Trim();
        (string unit, double bytes) = Units.FirstOrDefault(unit => trimmed.EndsWith(unit.Unit, StringComparison.OrdinalIgnoreCase), ("", 1));
        return double.TryParse(trimmed[..^unit.Length], NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number > 0 && number * bytes < long.MaxValue
            ? (long)(number * bytes)
            : throw new ArgumentException($"{name} is {text}; expected a size such as 24GiB or 80GB.");
    }

    /// <summary>Three figures and a unit of 1024: <c>1.25 GiB</c>.</summary>
    public static string Show(long bytes)
    {
        (string Unit, double Bytes) fitting = Units.Take(4).LastOrDefault(unit => bytes >= unit.Bytes, ("B", 1));
        double number = bytes / fitting.Bytes;
        return string.Create(CultureInfo.InvariantCulture, $"{number.ToString(number < 10 ? "F2" : number < 100 ? "F1" : "F0", CultureInfo.InvariantCulture)} {fitting.Unit}");
    }
}
