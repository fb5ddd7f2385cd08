namespace Tsmc.Problems.Arithmetic;

/// <summary>
/// The wordings a reader has to understand to solve a problem. The annotator's mistakes depend on them: the
/// <see cref="Hard"/> ones are misread more often (<see cref="AnnotatorOptions"/>).
/// </summary>
public static class CueWords
{
    /// <summary>Wordings of a gain.</summary>
    public static IReadOnlyList<string> Gains { get; } =
        ["buys", "finds", "wins", "gets from a friend", "receives as a gift", "collects", "earns", "picks up"];

    /// <summary>Wordings of a loss.</summary>
    public static IReadOnlyList<string> Losses { get; } =
        ["loses", "sells", "gives away", "gives to a friend", "throws away", "trades away", "donates", "lends to a friend"];

    /// <summary>Wordings of "so many in each container".</summary>
    public static IReadOnlyList<string> Each { get; } = ["with in each", "of each", "that hold each", "filled with each"];

    /// <summary>Wordings of sentences whose number does not matter.</summary>
    public static IReadOnlyList<string> Distractors { get; } =
        ["sibling has", "there are in the shop", "shop opens at", "years old", "minutes to walk home", "reads pages"];

    /// <summary>The wordings that annotators misread more often than the others: 7 of the 18 that can be misread.</summary>
    public static IReadOnlyList<string> Hard { get; } =
    [
        "trades away", "donates", "lends to a friend",
        "that hold each", "filled with each",
        "sibling has", "there are in the shop",
    ];
}
