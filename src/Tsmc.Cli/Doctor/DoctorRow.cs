namespace Tsmc.Cli.Doctor;

/// <summary>One thing that was looked for.</summary>
/// <param name="Serves">Whether it is there and does its work.</param>
/// <param name="What">What was looked for.</param>
/// <param name="Found">What was found.</param>
/// <param name="Remedy">What to do about it; empty when nothing needs doing.</param>
/// <param name="Needed">Whether the library cannot run without it.</param>
internal sealed record DoctorRow(bool Serves, string What, string Found, string Remedy = "", bool Needed = false);
