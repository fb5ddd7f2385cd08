using Tsmc.Models;
using static TorchSharp.torch;

namespace Tsmc.Training;

/// <summary>Reads V_theta at the step ends of a problem's samples.</summary>
internal static class ValueScores
{
    // A solution much longer than the others (often one cut off by the token limit) would pad them all to its length.
    private const double MostPadding = 1.5;

    /// <summary>Logits [samples, steps], with a graph; beyond a sample's end its final value.</summary>
    public static Tensor Logits(ValueModel model, ValueProblem problem)
    {
        using var scope = NewDisposeScope();
        int steps = problem.Steps;
        int[] byLength = [.. Enumerable.Range(0, problem.Samples.Count).OrderByDescending(i => problem.Samples[i].Ids.Count)];
        var parts = new List<Tensor>();
        for (int start = 0; start < byLength.Length;)
        {
            int longest = problem.Samples[byLength[start]].Ids.Count;
            ValueSample[] alike = [.. byLength.Skip(start).Select(i => problem.Samples[i])
                .TakeWhile(sample => sample.Ids.Count * MostPadding >= longest)];
            parts.Add(Logits(model, problem.Prompt, alike, steps));
            start += alike.Length;
        }
        var place = new long[byLength.Length];
        for (int rank = 0; rank < byLength.Length; rank++)
        {
            place[byLength[rank]] = rank;
        }
        return cat(parts, 0).index_select(0, tensor(place, device: model.Backbone.Device)).MoveToOuterDisposeScope();
    }

    /// <summary>Logits [samples, steps] of samples that are padded to the length of the first, the longest.</summary>
    private static Tensor Logits(ValueModel model, IReadOnlyList<int> prompt, ValueSample[] samples, int steps)
    {
        int length = samples[0].Ids.Count;
        var ids = new long[samples.Length * length];      // [samples, length], padded at the end, where no causal query looks
        var positions = new long[samples.Length * steps]; // [samples, steps], into the flattened solutions
        for (int i = 0; i < samples.Length; i++)
        {
            for (int t = 0; t < samples[i].Ids.Count; t++)
            {
                ids[i * length + t] = samples[i].Ids[t];
            }
            for (int s = 0; s < steps; s++)
            {
                positions[i * steps + s] = i * length + samples[i].Positions[Math.Min(s, samples[i].Positions.Count - 1)];
            }
        }
        Device device = model.Backbone.Device;
        Tensor given = tensor(prompt.Select(id => (long)id).ToArray(), device: device); // [prompt]
        Tensor hidden = model.Backbone.Forward(given, tensor(ids, [samples.Length, length], device: device)); // [samples, length, hidden]
        Tensor read = hidden.flatten(0, 1).index_select(0, tensor(positions, device: device)); // [samples * steps, hidden]
        return model.Logits(read).view(samples.Length, steps);
    }
}
