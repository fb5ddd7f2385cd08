using TorchSharp.Modules;
using Tsmc.Tests.Tokenization;
using static TorchSharp.torch;
using Ours = Tsmc.Training.AdamW;
using Theirs = TorchSharp.Modules.AdamW;

namespace Tsmc.Tests.Training;

public sealed class AdamWTests
{
    [Fact]
    public void It_is_TorchSharps_AdamW_bit_by_bit()
    {
        using var folder = new TemporaryFolder();
        (float[] theirs, byte[] theirState) = Trained(groups => new Theirs(groups, 0.01, 0.9, 0.95, 1e-8, 0, false, false), folder.File("theirs"));
        (float[] ours, byte[] ourState) = Trained(groups => new Ours(groups, 0.01, 0.9, 0.95, 1e-8), folder.File("ours"));
        Assert.Equal(theirs, ours);
        Assert.Equal(theirState, ourState);
    }

    private static (float[] Weights, byte[] State) Trained(Func<Theirs.ParamGroup[], Theirs> make, string file)
    {
        using var scope = NewDisposeScope();
        Parameter matrix = new(linspace(-1, 1, 35).view(5, 7)), vector = new(linspace(0.2, 0.7, 7)), untouched = new(ones(3));
        using Theirs optimizer = make([Group(0.1, matrix), Group(0, vector, untouched)]);
        for (int step = 0; step < 7; step++)
        {
            foreach (var group in optimizer.ParamGroups)
            {
                group.LearningRate = 0.02 / (1 + step); // as a schedule does
            }
            matrix.grad = (matrix.detach() * 3 + step).sin();
            vector.grad = (vector.detach() * 5 - step).cos();
            optimizer.step();
        }
        optimizer.save_state_dict(file);
        return ([.. matrix.detach().view(-1).data<float>(), .. vector.detach().data<float>(), .. untouched.detach().data<float>()], File.ReadAllBytes(file));
    }

    private static Theirs.ParamGroup Group(double decay, params Parameter[] parameters) => new(parameters, 0.01, 0.9, 0.95, 1e-8, decay, false, false);
}
