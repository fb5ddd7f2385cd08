using System.Globalization;
using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Tsmc.Records;

namespace Tsmc.Charts;

/// <summary>
/// A run record as one page that needs neither server nor network: who descends from whom, step by step, and each particle's text. An
/// address such as <c>run.html#problem=0&amp;group=1&amp;step=3&amp;particle=4</c> opens it at a particle.
/// </summary>
public static partial class RunPage
{
    // Escapes <, > and & too, so that no text of the record can end the script element that holds it.
    private static readonly JsonSerializerOptions Json = new()
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Writes the page beside its place and renames it there.</summary>
    /// <param name="record">The record.</param>
    /// <param name="path">The file, for example <c>run.html</c>; its folder is made when missing.</param>
    /// <param name="title">Title of the page.</param>
    public static void Save(RunRecord record, string path, string title = "TSMC run") => ChartFiles.WriteText(path, ToHtml(record, title));

    /// <summary>The page: the same record gives the same text.</summary>
    /// <param name="record">The record.</param>
    /// <param name="title">Title of the page.</param>
    public static string ToHtml(RunRecord record, string title = "TSMC run") => Places().Replace(Resource("run-page.html"), place => place.Groups[1].Value switch
    {
        "title" => WebUtility.HtmlEncode(title),
        "style" => Resource("run-page.css").TrimEnd(),
        "script" => Resource("run-page.js").TrimEnd(),
        "data" => JsonSerializer.Serialize(Data(record), Json),
        _ => throw new InvalidOperationException($"run-page.html has a place {place.Value} that nothing fills."),
    });

    /// <summary>What the script reads. Numbers are rounded to six digits, more than can be seen.</summary>
    private static object Data(RunRecord record) => new
    {
        record.Remark,
        Options = Options(record.Header),
        Problems = record.Problems.Select(problem => new
        {
            problem.Index,
            problem.Id,
            problem.Text,
            problem.Answer,
            Groups = record.Groups.Where(group => group.Problem == problem.Index).Select(group => new
            {
                group.Group,
                Whole = group.IsWhole,
                Steps = group.Steps.Select(step => new
                {
                    Ess = Rounded(step.Ess),
                    LogEvidence = Rounded(step.LogEvidence),
                    step.Ancestors,
                    Particles = step.Particles.Select(particle => new
                    {
                        Status = particle.Status.ToString().ToLowerInvariant(),
                        Value = particle.Value is { } value ? Rounded(value) : (double?)null,
                        LogTwist = Rounded(particle.LogTwist),
                        LogWeight = Rounded(particle.LogWeight),
                        Weight = Rounded(particle.Weight),
                        particle.Tokens,
                        Text = particle.Text ?? "", // a foreign file may hold null
                        particle.Answer,
                        particle.Correct,
                    }),
                }),
            }),
        }),
    };

    private static string[][] Options(RunHeader header)
    {
        string Number(double number) => number.ToString(CultureInfo.InvariantCulture);
        return
        [
            ["generator", header.Model ?? "not named"],
            ["value model", header.ValueModel ?? "not named"],
            ["problems", header.Problems ?? "not named"],
            ["solutions per problem, N", Number(header.NumSamples)],
            ["particles of a group, M", Number(header.TsmcBatchSize)],
            ["exponent on the value", Number(header.TsmcTemperature)],
            ["resampling", header.Scheme],
            ["resampled when ESS / M is below", header.EssThreshold is { } threshold ? Number(threshold) : "at every pause"],
            ["resamplings, at most", header.StopSteps == int.MaxValue ? "no limit" : Number(header.StopSteps)],
            ["warm-up, tokens", Number(header.Warmup)],
            ["temperature", Number(header.Temperature)],
            ["top-k", header.TopK == 0 ? "all tokens" : Number(header.TopK)],
            ["token limit", Number(header.MaxNewTokens)],
            ["seed", header.Seed.ToString(CultureInfo.InvariantCulture)],
        ];
    }

    private static double Rounded(double number) =>
        double.IsFinite(number) ? double.Parse(number.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : number;

    private static string Resource(string name)
    {
        using Stream stream = typeof(RunPage).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The assembly carries no {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex Places();
}
