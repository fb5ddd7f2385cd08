using Tsmc.Sampling;
using Tsmc.Smc;
using Tsmc.Tokenization;

namespace Tsmc.Interactive.Views;

/// <summary>A group of particles at one step: what each wrote, its value, its weight, and how many continue it.</summary>
/// <param name="Step">The step t, from 1.</param>
/// <param name="Rows">The M particles, slot by slot.</param>
/// <param name="Ess">Effective sample size, in [0, M].</param>
/// <param name="LogEvidence">Log of the evidence estimate up to this step.</param>
/// <param name="Resampled">Whether the step resampled.</param>
/// <param name="IsLast">Whether no particle is running any more.</param>
public sealed record ParticleGroupView(
    int Step, IReadOnlyList<ParticleRow> Rows, double Ess, double LogEvidence, bool Resampled, bool IsLast) : IView
{
    /// <summary>Reads a step of a run.</summary>
    /// <param name="step">The step.</param>
    /// <param name="tokenizer">Turns tokens into text; null shows how many were written.</param>
    /// <param name="previous">The step before, for the ancestors; null at the first.</param>
    /// <param name="isRight">Tells whether a partial solution is right so far; null leaves the column out.</param>
    public static ParticleGroupView Of(
        SmcStep<TextParticle> step, Tokenizer? tokenizer = null, SmcStep<TextParticle>? previous = null,
        Func<string, bool>? isRight = null) =>
        new(
            step.Index,
            [.. step.Particles.Select((particle, slot) => new ParticleRow
            {
                Slot = slot,
                Ancestor = previous is null ? null : previous.Ancestors?[slot] ?? slot,
                Text = Text(particle, tokenizer),
                Moved = previous is null || !ReferenceEquals(previous.Next[slot], particle),
                Value = particle.Value,
                Weight = step.Weights.Normalised[slot],
                Offspring = step.Ancestors?.Count(ancestor => ancestor == slot) ?? 1,
                IsRight = tokenizer is null ? null : isRight?.Invoke(tokenizer.Decode(particle.Tokens())),
            })],
            step.Weights.Ess, step.LogEvidence, step.Ancestors is not null, step.IsLast);

    private string Summary => Html.Invariant($"Step {Step}: ESS {Ess:0.00} of {Rows.Count}, log Z_hat {LogEvidence:0.000}, ")
        + (IsLast ? "all have ended; the weights stay"
            : Resampled ? $"{Rows.Count(row => row.Offspring == 0)} of {Rows.Count} die out in resampling" : "no resampling");

    /// <inheritdoc/>
    public string ToHtml()
    {
        bool judged = Rows.Any(row => row.IsRight is not null);
        List<(string, string)> columns = [("slot", Html.Right), ("from", Html.Right), ("wrote", Html.Left)];
        if (judged)
        {
            columns.Add(("right?", "text-align:center;"));
        }
        columns.AddRange([("V", Html.Right), ("weight", Html.Left), ("offspring", Html.Right)]);
        double largest = Math.Max(Rows.Max(row => row.Weight), double.Epsilon);
        return $"<div><b>{Html.Encode(Summary)}</b></div>" + Html.Table(columns, Rows.Select(row =>
        {
            string dim = row.Offspring == 0 ? Html.Quiet : "";
            string text = Html.Encode(TextTable.OneLine(row.Text, 80));
            List<Html.Cell> cells =
            [
                new($"{row.Slot}", dim), new($"{row.Ancestor}", dim),
                new(row.Moved ? $"<code style=\"background:none;color:inherit\">{text}</code>" : $"<i>{text} (had ended)</i>", dim),
            ];
            if (judged)
            {
                cells.Add(new(Mark(row.IsRight), dim));
            }
            cells.AddRange(
            [
                new(Html.Number(row.Value), Html.ValueGround(row.Value)), new(Html.Bar(row.Weight, row.Weight / largest), dim),
                new($"{row.Offspring}", dim),
            ]);
            return (IReadOnlyList<Html.Cell>)cells;
        }));
    }

    /// <inheritdoc/>
    public string ToText()
    {
        bool judged = Rows.Any(row => row.IsRight is not null);
        List<(string, bool)> columns = [("slot", true), ("from", true), ("V", true), ("weight", true), ("offspring", true)];
        if (judged)
        {
            columns.Add(("right?", true));
        }
        columns.Add(("wrote", false));
        return Summary + "\n" + TextTable.Write(columns, [.. Rows.Select(row =>
        {
            List<string> cells = [$"{row.Slot}", $"{row.Ancestor}", Html.Number(row.Value), Html.Number(row.Weight), $"{row.Offspring}"];
            if (judged)
            {
                cells.Add(Mark(row.IsRight));
            }
            cells.Add(TextTable.OneLine(row.Text, 80) + (row.Moved ? "" : " (had ended)"));
            return (IReadOnlyList<string>)cells;
        })]);
    }

    internal static string Text(TextParticle particle, Tokenizer? tokenizer) =>
        tokenizer is null ? $"{particle.NewTokens.Count} tokens" : tokenizer.Decode(particle.NewTokens).Trim();

    private static string Mark(bool? isRight) => isRight switch { true => "✓", false => "✗", null => "" };
}
