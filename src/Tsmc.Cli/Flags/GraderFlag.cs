using System.CommandLine;
using Tsmc.Grading;

namespace Tsmc.Cli.Flags;

/// <summary>The flag that says by which grader answers are compared; the paper's is the default.</summary>
internal static class GraderFlag
{
    public static Option<string> New() => Flag.Word(
        "--grader", "prm800k", Graders.Names, "By what answers are compared: prm800k is strict, math-verify takes what is mathematically equal, numeric knows only numbers.");

    public static IGrader Grader(this Session session, Option<string> flag) => Graders.Of(session.Require(flag));
}
