using TorchSharp;
using TorchSharp.Modules;
using Tsmc.Torch;
using static TorchSharp.torch;

namespace Tsmc.Training;

/// <summary>
/// AdamW (Loshchilov and Hutter, 2019) as TorchSharp computes it, bit by bit, and with its state. Its own step hands nine numbers a parameter
/// to libtorch that a collection can free while they are read (<see cref="Scalars"/>): an exception in the middle of a run, or an update with
/// another number. This one holds them.
/// </summary>
/// <remarks>Its state in a file begins with the class's name: under this one it reads what TorchSharp's has written.</remarks>
internal sealed class AdamW(IEnumerable<TorchSharp.Modules.AdamW.ParamGroup> groups, double rate, double beta1, double beta2, double eps)
    : TorchSharp.Modules.AdamW(groups, rate, beta1, beta2, eps, weight_decay: 0)
{
    /// <inheritdoc/>
    public override Tensor step(Func<Tensor>? closure = null) => _step<ParamGroup>(Update, closure);

    private void Update(ParamGroup group)
    {
        var options = (Options)group.Options;
        (double beta1, double beta2, double rate) = (options.beta1!.Value, options.beta2!.Value, options.LearningRate!.Value);
        using Scalar decay = (1 - rate * options.weight_decay!.Value).ToScalar(), eps = options.eps!.Value.ToScalar();
        using Scalar keepMean = beta1.ToScalar(), takeMean = (1 - beta1).ToScalar();
        using Scalar keepSquare = beta2.ToScalar(), takeSquare = (1 - beta2).ToScalar();
        foreach (Parameter parameter in group.Parameters)
        {
            if (parameter.grad is not { } gradient)
            {
                continue;
            }
            var state = (State)_state[parameter.Handle];
            state.step++;
            using Scalar root = Math.Sqrt(1 - Math.Pow(beta2, state.step)).ToScalar();
            using Scalar size = (-rate / (1 - Math.Pow(beta1, state.step))).ToScalar();
            parameter.mul_(decay);
            state.exp_avg.mul_(keepMean).add_(gradient, takeMean);
            state.exp_avg_sq.mul_(keepSquare).addcmul_(gradient, gradient, takeSquare);
            Tensor deviation = state.exp_avg_sq.sqrt().div(root).add_(eps, Scalars.One);
            parameter.addcdiv_(state.exp_avg, deviation, size);
        }
    }
}
