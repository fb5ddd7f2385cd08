using System.Text.Json;
using System.Text.RegularExpressions;
using Tsmc.Problems;

namespace Tsmc.Datasets.Formats;

/// <summary>The rows of one labelled solution of PRM800K, collected step by step along the chosen ones.</summary>
internal sealed partial class Prm800kRows(string id, string problem, double? neutral)
{
    private readonly List<SftRow> _sft = [];
    private readonly List<StepLabelRow> _labels = [];
    private readonly List<string> _chosen = [];
    private readonly List<(string Text, double? Label)> _pieces = [];

    public IReadOnlyList<SftRow> Sft => _sft;

    public IReadOnlyList<StepLabelRow> Labels => _labels;

    /// <summary>Takes the next step; false when none was chosen, so that the solution ends.</summary>
    public bool Add(JsonElement step)
    {
        JsonElement[] completions = step.Find("completions") is null ? [] : [.. step.Array("completions")];
        int? chosen = step.OptionalInteger("chosen_completion");
        JsonElement? human = step.Find("human_completion");
        if (chosen is { } index && (index < 0 || index >= completions.Length))
        {
            throw new InvalidDataException($"chosen_completion is {index} of {completions.Length} completions; expected the index of one.");
        }
        if (chosen is null && human is null && completions.Length == 1)
        {
            chosen = 0; // the solution's own step, at which labelling stopped
        }
        foreach ((int i, JsonElement completion) in completions.Index())
        {
            string text = Heading(completion.OptionalText("text") ?? "");
            int? rating = text.Length > 0 ? Rating(completion) : null;
            if (rating == 1)
            {
                string prefix = string.Join(PromptFormat.StepEnd, _chosen);
                _sft.Add(new SftRow
                {
                    Input = problem,
                    OutputPrefix = prefix,
                    Output = prefix.Length > 0 ? PromptFormat.StepEnd + text : text,
                    IsEos = IsLast(text),
                });
            }
            if (i != chosen && rating is { } given)
            {
                Label([.. _pieces.Select(piece => (piece.Text, (double?)null)), .. Pieces(text, OfRating(given))], IsLast(text), correct: null, i + 1);
            }
        }
        if (chosen is null && human is null)
        {
            return false;
        }
        string next = Heading(chosen is { } which
            ? completions[which].OptionalText("text") ?? ""
            : human is { ValueKind: JsonValueKind.Object } written ? written.Text("text") : human!.Value.AsText("human_completion"));
        if (next.Length == 0)
        {
            return true;
        }
        _chosen.Add(next);
        _pieces.AddRange(Pieces(next, chosen is { } own ? (Rating(completions[own]) is { } rated ? OfRating(rated) : null) : 1));
        return true;
    }

    /// <summary>Adds the row of the chosen steps.</summary>
    public void End(string outcome)
    {
        bool whole = _chosen.Count > 0 && IsLast(_chosen[^1]);
        Label(_pieces, whole, whole ? outcome switch { "solution" => true, "found_error" => false, _ => null } : null, alternative: 0);
    }

    private void Label(IReadOnlyList<(string Text, double? Label)> pieces, bool whole, bool? correct, int alternative)
    {
        if (pieces.All(piece => piece.Label is null))
        {
            return;
        }
        _labels.Add(new StepLabelRow
        {
            Id = alternative == 0 ? id : $"{id}/{_chosen.Count + 1}.{alternative}",
            Input = problem,
            Steps = [.. pieces.Select(piece => piece.Text)],
            Labels = [.. pieces.Select(piece => piece.Label)],
            IsEos = whole,
            Correct = correct,
        });
    }

    /// <summary>A completion in the steps that its blank lines cut it into; the rating is of all of them.</summary>
    private static IEnumerable<(string Text, double? Label)> Pieces(string text, double? label) =>
        PromptFormat.Steps(text).Where(step => !string.IsNullOrWhiteSpace(step)).Select(step => (step, label));

    private static int? Rating(JsonElement completion) => completion.OptionalInteger("rating") switch
    {
        null => null,
        >= -1 and <= 1 and int rating => rating,
        int other => throw new InvalidDataException($"rating is {other}; expected -1, 0, 1 or null."),
    };

    private double? OfRating(int rating) => rating switch { 1 => 1, 0 => neutral, _ => 0 };

    private static bool IsLast(string text) => AnswerLine().IsMatch(text);

    /// <summary>The text with blank lines around the answer's heading, which a few completions lack.</summary>
    private static string Heading(string text) => LooseHeading().Replace(text.Trim(), match =>
        (match.Index == 0 ? "" : PromptFormat.StepEnd) + PromptFormat.AnswerHeading + PromptFormat.StepEnd);

    [GeneratedRegex(@"\s*# Answer[ \t]*\n+")]
    private static partial Regex LooseHeading();

    [GeneratedRegex(@"(?:\A|\n)# Answer\n\n\s*\S")]
    private static partial Regex AnswerLine();
}
