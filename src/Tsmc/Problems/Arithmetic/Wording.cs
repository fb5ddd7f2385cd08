using System.Text;
using Tsmc.Randomness;

namespace Tsmc.Problems.Arithmetic;

/// <summary>Puts a story's numbers into English: some 200 word forms, so that a small model can learn them all.</summary>
internal static class Wording
{
    internal static readonly string[] Women =
        ["Maya", "Emma", "Nora", "Lily", "Zoe", "Ava", "Ruth", "Sara", "Ines", "Lena", "Aisha", "Mei"];

    internal static readonly string[] Men =
        ["Omar", "Liam", "Noah", "Jack", "Ravi", "Hugo", "Ben", "Tom", "Leo", "Carl", "Ivan", "Kofi"];

    internal static readonly string[] Objects =
    [
        "marbles", "stickers", "apples", "pencils", "shells", "cards", "cookies", "beads",
        "stamps", "buttons", "oranges", "coins", "stones", "candies", "pens", "erasers",
    ];

    internal static readonly string[] Containers = ["boxes", "bags", "jars", "packs", "trays", "baskets", "sacks", "bowls"];

    private static readonly string[] Starts =
    [
        "{Name} has {n} {objects}.",
        "{Name} starts with {n} {objects}.",
        "In the morning, {Name} has {n} {objects}.",
        "There are {n} {objects} on the desk of {Name}.",
        "At first, {Name} owns {n} {objects}.",
    ];

    private static readonly string[] Openers = ["Then {she}", "Later, {she}", "After that, {she}", "Next, {she}", "{She}", "{Name}"];

    private static readonly string[] GainQuantities = ["{n} {objects}", "{n} more {objects}"];
    private static readonly string[] LossQuantities = ["{n} {objects}", "{n} of {her} {objects}"];

    private static readonly (string Sentence, string Question)[] Shares =
    [
        ("shares {her} {objects} equally among {n} friends.", "How many {objects} does each friend get?"),
        ("puts {her} {objects} equally into {n} empty {containers}.", "How many {objects} are in each of them?"),
        ("splits {her} {objects} evenly between {n} children.", "How many {objects} does each child get?"),
    ];

    private static readonly string[] Questions =
    [
        "How many {objects} does {Name} have now?",
        "How many {objects} does {she} have in the end?",
        "How many {objects} does {Name} have left?",
        "Now how many {objects} does {Name} have?",
    ];

    private static readonly Dictionary<string, string> Verbs = new()
    {
        ["buys"] = "buys {q}",
        ["finds"] = "finds {q}",
        ["wins"] = "wins {q}",
        ["gets from a friend"] = "gets {q} from a friend",
        ["receives as a gift"] = "receives {q} as a gift",
        ["collects"] = "collects {q}",
        ["earns"] = "earns {q}",
        ["picks up"] = "picks up {q}",
        ["loses"] = "loses {q}",
        ["sells"] = "sells {q}",
        ["gives away"] = "gives away {q}",
        ["gives to a friend"] = "gives {q} to a friend",
        ["throws away"] = "throws away {q}",
        ["trades away"] = "trades away {q}",
        ["donates"] = "donates {q}",
        ["lends to a friend"] = "lends {q} to a friend",
    };

    private static readonly Dictionary<string, string> EachQuantities = new()
    {
        ["with in each"] = "{a} {containers} with {n} {objects} in each",
        ["of each"] = "{a} {containers} of {n} {objects} each",
        ["that hold each"] = "{a} {containers} that hold {n} {objects} each",
        ["filled with each"] = "{a} {containers} filled with {n} {objects} each",
    };

    private static readonly Dictionary<string, string> Asides = new()
    {
        ["sibling has"] = "{Her} {brother} {Other} has {n} {others}.",
        ["there are in the shop"] = "There are {n} {others} in the shop.",
        ["shop opens at"] = "The shop opens at {n}.",
        ["years old"] = "{Her} {brother} {Other} is {n} years old.",
        ["minutes to walk home"] = "It takes {n} minutes to walk home.",
        ["reads pages"] = "{She} reads {n} pages of a book.",
    };

    /// <summary>The least and the greatest number that fit a distractor's wording.</summary>
    internal static (int Low, int High) DistractorRange(string cue) => cue switch
    {
        "shop opens at" => (6, 11),
        "years old" => (3, 30),
        "minutes to walk home" => (5, 45),
        "reads pages" => (5, 60),
        _ => (2, 40),
    };

    /// <summary>Tells the story and asks the question.</summary>
    internal static string Tell(
        string name, string objects, string containers, int start, IReadOnlyList<ArithmeticEvent> events,
        IReadOnlyList<Distractor> distractors, int? share, RandomSequence random)
    {
        bool isWoman = Women.Contains(name);
        var sentences = new List<string> { Number(random.Choose(Starts), start) };
        for (int i = 0; i < events.Count; i++)
        {
            foreach (Distractor distractor in distractors.Where(d => d.Before == i))
            {
                // A brother for a woman, a sister for a man: "he" and "she" then always mean one person.
                sentences.Add(Number(Asides[distractor.Cue], distractor.Number)
                    .Replace("{brother}", isWoman ? "brother" : "sister")
                    .Replace("{Other}", random.Choose(isWoman ? Men : Women))
                    .Replace("{others}", random.Choose(Objects)));
            }
            sentences.Add($"{random.Choose(Openers)} {Happening(events[i], random)}.");
        }
        if (share is int people)
        {
            (string sentence, string question) = random.Choose(Shares);
            sentences.Add($"{random.Choose(Openers)} {Number(sentence, people)}");
            sentences.Add(question);
        }
        else
        {
            sentences.Add(random.Choose(Questions));
        }
        return new StringBuilder(string.Join(' ', sentences))
            .Replace("{Name}", name).Replace("{objects}", objects).Replace("{containers}", containers)
            .Replace("{She}", isWoman ? "She" : "He").Replace("{she}", isWoman ? "she" : "he")
            .Replace("{Her}", isWoman ? "Her" : "His").Replace("{her}", isWoman ? "her" : "his")
            .ToString();
    }

    private static string Happening(ArithmeticEvent happening, RandomSequence random)
    {
        string quantity = happening.EachCue is null
            ? random.Choose(happening.Kind == EventKind.Gain ? GainQuantities : LossQuantities)
            : EachQuantities[happening.EachCue].Replace("{a}", happening.Count.ToString());
        return Verbs[happening.Cue].Replace("{q}", Number(quantity, happening.Units));
    }

    private static string Number(string template, int number) => template.Replace("{n}", number.ToString());
}
