using Tsmc.Randomness;

namespace Tsmc.Problems.Arithmetic;

/// <summary>The numbers of a problem: what is left of it without names and wording.</summary>
internal sealed record Story(int Start, IReadOnlyList<ArithmeticEvent> Events, int? Share)
{
    private const int MaxSingle = 40;
    private const int MaxProduct = 40;

    /// <summary>The story as text, the same for two problems exactly when they ask for the same calculation in the same order.</summary>
    internal string Key => $"{Start}{string.Concat(Events.Select(Sign))}/{Share}";

    /// <summary>Draws stories until one has a total that its final split divides.</summary>
    internal static Story Draw(ArithmeticWorldOptions options, RandomSequence random)
    {
        // Decided once, before the redrawing, so that stories with a split are as frequent as the options say.
        bool shares = random.Chance(options.ShareProbability);
        int count = random.Next(options.MinEvents, options.MaxEvents);
        while (true)
        {
            int start = random.Next(5, 60 * options.MaxTotal / 99);
            int total = start;
            var events = new List<ArithmeticEvent>();
            while (events.Count < count)
            {
                ArithmeticEvent happening = DrawEvent(options, random);
                if (total + happening.Change >= 1 && total + happening.Change <= options.MaxTotal)
                {
                    events.Add(happening);
                    total += happening.Change;
                }
            }
            if (!shares)
            {
                return new(start, events, null);
            }
            int[] divisors = [.. Enumerable.Range(2, 5).Where(d => total % d == 0)];
            if (divisors.Length > 0)
            {
                return new(start, events, random.Choose(divisors));
            }
        }
    }

    private static ArithmeticEvent DrawEvent(ArithmeticWorldOptions options, RandomSequence random)
    {
        EventKind kind = random.Chance(0.5) ? EventKind.Gain : EventKind.Loss;
        string cue = random.Choose(kind == EventKind.Gain ? CueWords.Gains : CueWords.Losses);
        if (!random.Chance(options.EachProbability))
        {
            return new() { Kind = kind, Cue = cue, Units = random.Next(2, MaxSingle) };
        }
        int count = random.Next(2, 6);
        int units = random.Next(2, Math.Min(9, MaxProduct / count));
        return new() { Kind = kind, Cue = cue, Count = count, Units = units, EachCue = random.Choose(CueWords.Each) };
    }

    private static string Sign(ArithmeticEvent happening) =>
        $"{(happening.Kind == EventKind.Gain ? '+' : '-')}{(happening.Count is int count ? $"{count}*" : "")}{happening.Units}";
}
