using Tsmc.Torch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Tsmc.Training;

/// <summary>
/// Adds up the gradients of micro-batches in their order, whoever finishes first: the bits do not depend on the number of workers, nor
/// on their luck. Gradients that came early wait.
/// </summary>
internal sealed class GradientSum(int parts) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Tensor[]?[] _waiting = new Tensor[]?[parts];
    private readonly double[] _losses = new double[parts];
    private Tensor[]? _sum;
    private int _next;

    /// <summary>The summed loss.</summary>
    public double Loss => _losses.Sum();

    /// <summary>Takes a micro-batch's gradients, which this sum then owns, and its loss.</summary>
    public void Add(int part, Tensor[] gradients, double loss)
    {
        lock (_gate)
        {
            (_waiting[part], _losses[part]) = (gradients, loss);
            for (; _next < parts && _waiting[_next] is { } ready; _next++)
            {
                _waiting[_next] = null;
                if (_sum is null)
                {
                    _sum = ready;
                    continue;
                }
                for (int i = 0; i < ready.Length; i++)
                {
                    _sum[i].add_(ready[i], Scalars.One);
                    ready[i].Dispose();
                }
            }
        }
    }

    /// <summary>Sets the parameters' gradients to the sum; all parts must be there.</summary>
    public void MoveInto(IReadOnlyList<Parameter> parameters)
    {
        for (int i = 0; i < parameters.Count; i++)
        {
            parameters[i].grad = _sum![i];
        }
    }

    public void Dispose()
    {
        // The parameters hold on to what was moved into them; only the handles go.
        foreach (Tensor gradient in _waiting.Append(_sum).OfType<Tensor[]>().SelectMany(gradients => gradients))
        {
            gradient.Dispose();
        }
    }
}
