using System.Diagnostics;
using TorchSharp;
using TorchSharp.Modules;
using Tsmc.Torch;
using static TorchSharp.torch;

namespace Tsmc.Training;

/// <summary>
/// The training loop of every loss: AdamW, gradient accumulation, clipping, schedule, validation, checkpoints, resume.
/// </summary>
/// <remarks>
/// A run is a pure function of weights, data and options: whatever the number of workers, and stopped at any moment and called again, it
/// ends with the same bits. The output folder holds <c>training.jsonl</c>, <c>checkpoints/</c> and, at the end, the model.
/// </remarks>
public sealed class Trainer
{
    private const string OptimizerFile = "optimizer.bin";

    private readonly ITrainingTask _task;
    private readonly TrainingOptions _options;
    private readonly string _folder;
    private readonly CheckpointFolders _checkpoints;
    private readonly Parameter[] _parameters;
    private readonly CosineSchedule _schedule;
    private (int Epoch, int[] Items) _order = (-1, []);

    /// <summary>Prepares a run.</summary>
    /// <param name="task">What is trained.</param>
    /// <param name="options">How.</param>
    /// <param name="outputFolder">Where log, checkpoints and the trained model go. A run it holds already is gone on with.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or there is nothing to train on.</exception>
    public Trainer(ITrainingTask task, TrainingOptions options, string outputFolder)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrEmpty(outputFolder);
        Libtorch.EnsureLoaded();
        options.Validate();
        if (task.ItemCount == 0)
        {
            throw new ArgumentException("There is nothing to train on: no item is left after those that are too long or without a lesson.");
        }
        (_task, _options, _folder) = (task, options, outputFolder);
        _checkpoints = new CheckpointFolders(outputFolder, options.KeepCheckpoints);
        _parameters = [.. task.Parameters];
        if (_parameters.Any(parameter => !parameter.requires_grad))
        {
            throw new ArgumentException("The model's weights are int8, which have no gradient; train the floating-point original.");
        }
        StepsPerEpoch = (task.ItemCount + options.BatchSize - 1) / options.BatchSize;
        _schedule = CosineSchedule.Of(options, Steps);
    }

    /// <summary>Optimiser steps of one epoch; the last batch may be smaller.</summary>
    public int StepsPerEpoch { get; }

    /// <summary>Optimiser steps of the whole run.</summary>
    public int Steps => StepsPerEpoch * _options.Epochs;

    /// <summary>Trains from the latest checkpoint, or the start, to the end or until cancelled; then a checkpoint is written.</summary>
    /// <exception cref="InvalidDataException">The folder holds a run of other options or data.</exception>
    /// <exception cref="ArithmeticException">The loss or the gradient is no longer a number; the last checkpoint stays.</exception>
    public TrainingResult Run(IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        Directory.CreateDirectory(_folder);
        using AdamW optimizer = MakeOptimizer();
        int start = Resume(optimizer);
        using var log = new TrainingLog(_folder, start);
        using var workers = new WorkerThreads(WorkerCount());
        var clock = Stopwatch.StartNew();
        IReadOnlyDictionary<string, double> validation = new Dictionary<string, double>();
        (int step, double loss, long tokens) = (start, double.NaN, 0);
        while (step < Steps && TakeStep(step, optimizer, workers, cancellation) is { } row)
        {
            step++;
            if (IsDue(step, _options.ValidateEvery))
            {
                row = row with { Validation = Validate(cancellation) };
            }
            row = row with { Seconds = log.SecondsBefore + clock.Elapsed.TotalSeconds };
            log.Add(row);
            (loss, tokens, validation) = (row.Loss, tokens + row.Tokens, row.Validation ?? validation);
            progress?.Report(Progress(row, step - start, tokens, clock.Elapsed));
            if (IsDue(step, _options.CheckpointEvery))
            {
                WriteCheckpoint(step, optimizer);
            }
        }
        if (step > start)
        {
            WriteCheckpoint(step, optimizer);
        }
        if (step == Steps)
        {
            _task.Save(_folder);
        }
        return new TrainingResult
        {
            Completed = step == Steps,
            Step = step,
            Steps = Steps,
            Loss = loss,
            Tokens = tokens,
            Duration = clock.Elapsed,
            Validation = validation,
        };
    }

    /// <summary>One optimiser step; null when cancelled before it, and then nothing has changed.</summary>
    private TrainingLogRow? TakeStep(int step, AdamW optimizer, WorkerThreads workers, CancellationToken cancellation)
    {
        (int epoch, int index) = Math.DivRem(step, StepsPerEpoch);
        int[] batch = [.. EpochOrder(epoch).Skip(index * _options.BatchSize).Take(_options.BatchSize)];
        using var scope = NewDisposeScope();
        if (AccumulateGradients(batch, workers, cancellation) is not { } loss)
        {
            return null;
        }
        double norm = nn.utils.clip_grad_norm_(_parameters, _options.MaxGradientNorm);
        if (!double.IsFinite(loss) || !double.IsFinite(norm))
        {
            string kept = _checkpoints.Latest is { } latest ? $"the last checkpoint is {latest}" : "no checkpoint was written yet";
            throw new ArithmeticException(
                $"Training stopped at step {step + 1} of {Steps}: the loss is {loss} and the gradient's norm {norm}; {kept}; "
                + "try a lower learning rate.");
        }
        double rate = _schedule.At(step);
        foreach (optim.ILearningRateController group in optimizer.ParamGroups)
        {
            group.LearningRate = rate;
        }
        optimizer.step();
        foreach (Parameter parameter in _parameters)
        {
            parameter.grad = null;
        }
        return new TrainingLogRow
        {
            Step = step + 1,
            Epoch = epoch,
            Loss = loss,
            LearningRate = rate,
            GradientNorm = norm,
            Tokens = batch.Sum(item => (long)_task.Tokens(item)),
        };
    }

    private TrainingProgress Progress(TrainingLogRow row, int stepsOfThisCall, long tokens, TimeSpan elapsed) => new()
    {
        Step = row.Step,
        Steps = Steps,
        Epoch = row.Epoch,
        Loss = row.Loss,
        LearningRate = row.LearningRate,
        GradientNorm = row.GradientNorm,
        TokensPerSecond = tokens / elapsed.TotalSeconds,
        TimeLeft = elapsed / stepsOfThisCall * (Steps - row.Step),
        Validation = row.Validation ?? new Dictionary<string, double>(),
    };

    private int[] EpochOrder(int epoch)
    {
        if (_order.Epoch != epoch)
        {
            _order = (epoch, BatchPlan.Order(_options.Seed, epoch, _task.ItemCount));
        }
        return _order.Items;
    }

    private IReadOnlyDictionary<string, double>? Validate(CancellationToken cancellation)
    {
        try
        {
            IReadOnlyDictionary<string, double> figures = _task.Validate(cancellation);
            return figures.Count > 0 ? figures : null;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The step itself is done: its checkpoint is worth more than its figures.
            return null;
        }
    }

    private bool IsDue(int step, int every) => step == Steps || step % (every > 0 ? every : StepsPerEpoch) == 0;

    /// <summary>Sets every parameter's gradient to that of the batch's loss, and returns the loss; null when cancelled before.</summary>
    internal double? AccumulateGradients(int[] batch, WorkerThreads workers, CancellationToken cancellation)
    {
        double weight = batch.Sum(_task.Weight);
        int[][] microBatches = BatchPlan.MicroBatches(batch, _task.Tokens, _options.MicroBatchSize);
        using var sum = new GradientSum(microBatches.Length);
        int taken = -1;
        workers.Run(() =>
        {
            for (int i; !cancellation.IsCancellationRequested && (i = Interlocked.Increment(ref taken)) < microBatches.Length;)
            {
                (Tensor[] gradients, double loss) = Backward(microBatches[i], weight);
                sum.Add(i, gradients, loss);
            }
        });
        if (cancellation.IsCancellationRequested)
        {
            return null;
        }
        sum.MoveInto(_parameters);
        return sum.Loss;
    }

    /// <summary>A micro-batch's part. The parameters are shared and only read; gradients are returned, not stored in them.</summary>
    private (Tensor[] Gradients, double Loss) Backward(int[] items, double weight)
    {
        using var scope = NewDisposeScope();
        Tensor loss = _task.Loss(items, weight);
        IList<Tensor> gradients = autograd.grad([loss], _parameters);
        return ([.. gradients.Select(gradient => gradient.DetachFromDisposeScope())], loss.item<float>());
    }

    private int WorkerCount()
    {
        int useful = (_options.BatchSize + _options.MicroBatchSize - 1) / _options.MicroBatchSize;
        bool onCpu = _parameters[0].device_type == DeviceType.CPU;
        return Math.Min(useful, _options.Workers > 0 ? _options.Workers : onCpu ? Environment.ProcessorCount : 1);
    }

    private AdamW MakeOptimizer()
    {
        AdamW.ParamGroup Group(bool matrices) => new(
            _parameters.Where(parameter => parameter.dim() > 1 == matrices), _options.LearningRate, _options.Beta1, _options.Beta2,
            1e-8, matrices ? _options.WeightDecay : 0, false, false);
        return new AdamW([Group(true), Group(false)], _options.LearningRate, _options.Beta1, _options.Beta2, 1e-8);
    }

    private int Resume(AdamW optimizer)
    {
        if (_checkpoints.Latest is not { } latest)
        {
            return 0;
        }
        TrainerState state = TrainerState.Read(latest);
        state.Expect(TrainerState.Of(state.Step, _task.Fingerprint, _options), latest);
        _task.Load(latest);
        optimizer.load_state_dict(Path.Combine(latest, OptimizerFile));
        return state.Step;
    }

    private void WriteCheckpoint(int step, AdamW optimizer) => _checkpoints.Write(step, folder =>
    {
        _task.Save(folder);
        optimizer.save_state_dict(Path.Combine(folder, OptimizerFile));
        TrainerState.Of(step, _task.Fingerprint, _options).Write(folder);
    });
}
