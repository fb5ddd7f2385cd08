using Tsmc.Models;
using static TorchSharp.torch;

namespace Tsmc.Training;

/// <summary>Reads V_theta at the step ends of a problem's samples.</summary>
internal static class ValueScores
{
    /// <summary>Logits [samples, steps], with a graph; beyond a sample's end its final value.</summary>
    public static Tensor Logits(ValueModel model, ValueProblem problem)
    {
        using var scope = NewDisposeScope();
        (int samples, int steps) = (problem.Samples.Count, problem.Steps);
        int length = problem.Samples.Max(sample => sample.Ids.Count);
        var ids = new long[samples * length];      // [samples, length], padded at the end, where no causal query looks
        var positions = new long[samples * steps]; // [samples, steps], into the flattened solutions
        for (int i = 0; i < samples; i++)
        {
            ValueSample sample = problem.Samples[i];
            for (int t = 0; t < sample.Ids.Count; t++)
            {
                ids[i * length + t] = sample.Ids[t];
            }
            for (int s = 0; s < steps; s++)
            {
                positions[i * steps + s] = i * length + sample.Positions[Math.Min(s, sample.Positions.Count - 1)];
            }
        }
        Device device = model.Backbone.Device;
        Tensor prompt = tensor(problem.Prompt.Select(id => (long)id).ToArray(), device: device);               // [prompt]
        Tensor hidden = model.Backbone.Forward(prompt, tensor(ids, [samples, length], device: device)); // [samples, length, hidden]
        Tensor read = hidden.flatten(0, 1).index_select(0, tensor(positions, device: device));                 // [samples * steps, hidden]
        return model.Logits(read).view(samples, steps).MoveToOuterDisposeScope();
    }
}
