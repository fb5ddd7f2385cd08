namespace Tsmc.Training;

/// <summary>Learning rate by step: a linear rise, then half a cosine down to a minimum (Loshchilov and Hutter, SGDR, 2017).</summary>
/// <param name="Peak">Learning rate at the end of the warm-up.</param>
/// <param name="Minimum">Learning rate of the last step.</param>
/// <param name="WarmupSteps">Steps of the rise; step 0 already has <c>Peak / WarmupSteps</c>.</param>
/// <param name="Steps">Number of all steps.</param>
public sealed record CosineSchedule(double Peak, double Minimum, int WarmupSteps, int Steps)
{
    /// <summary>The schedule of a run of <paramref name="steps"/> steps.</summary>
    public static CosineSchedule Of(TrainingOptions options, int steps) => new(
        options.LearningRate, options.MinLearningRate,
        options.WarmupSteps ?? (int)Math.Ceiling(options.WarmupFraction * steps), steps);

    /// <summary>The learning rate of a step.</summary>
    /// <param name="step">0 .. <see cref="Steps"/> - 1.</param>
    public double At(int step)
    {
        if (step < WarmupSteps)
        {
            return Peak * (step + 1) / WarmupSteps;
        }
        double progress = (double)(step - WarmupSteps) / Math.Max(1, Steps - 1 - WarmupSteps);
        return Minimum + 0.5 * (Peak - Minimum) * (1 + Math.Cos(Math.PI * Math.Min(1, progress)));
    }
}
