using Tsmc.Randomness;
using Tsmc.Smc;

namespace Tsmc.Tests.Smc;

public class TwistedSmcTests
{
    private static readonly CounterRandom Random = new(0, RandomStream.Resampling);

    [Fact]
    public async Task Weighs_by_the_ratio_of_twists_and_multiplies_the_means()
    {
        // psi_1 = 1, 3; both twists double at the end: mean w_1 = 2, w_2 = 2 whoever the ancestors are.
        ScriptedModel model = new(_ => 2, (root, age) => Math.Log((root == 0 ? 1 : 3) * age));

        SmcRun<ScriptedParticle> run = await Run(model, 2);

        Assert.Equal(2, run.Steps.Count);
        Assert.Equal([0.25, 0.75], run.Steps[0].Weights.Normalised.Select(w => Math.Round(w, 12)));
        Assert.Equal(Math.Log(2), run.Steps[0].LogEvidence, 1e-12);
        Assert.All(run.Weights.LogWeights, w => Assert.Equal(Math.Log(2), w, 1e-12));
        Assert.Equal(Math.Log(4), run.LogEvidence, 1e-12);
    }

    [Fact]
    public async Task Does_not_resample_after_the_last_weighing()
    {
        SmcRun<ScriptedParticle> run = await Run(new ScriptedModel(_ => 3, (root, _) => -root), 4);

        Assert.Equal([false, false, true], run.Steps.Select(step => step.Ancestors is null));
        Assert.Equal([false, false, true], run.Steps.Select(step => step.IsLast));
        Assert.Same(run.Particles, run.Steps[^1].Next);
    }

    [Fact]
    public async Task Particles_move_with_their_ancestors()
    {
        // Only root 2 has weight, so everybody descends from it.
        ScriptedModel model = new(_ => 2, (root, _) => root == 2 ? 0 : double.NegativeInfinity);

        SmcRun<ScriptedParticle> run = await Run(model, 4);

        Assert.Equal([2, 2, 2, 2], run.Steps[0].Ancestors!);
        Assert.All(run.Steps[0].Next, particle => Assert.Same(run.Steps[0].Particles[2], particle));
        Assert.All(run.Particles, particle => Assert.Equal(2, particle.Root));
        Assert.Equal(1, run.DistinctRoots);
        Assert.Equal(2, run.AncestorOf(particle: 0, step: 1));
        Assert.Equal(0, run.AncestorOf(particle: 0, step: 2));
        Assert.Equal(Math.Log(0.25), run.LogEvidence, 1e-12);
    }

    [Fact]
    public async Task Runs_to_the_end_after_the_last_resampling()
    {
        ScriptedModel model = new(_ => 10, (_, _) => 0);

        SmcRun<ScriptedParticle> run = await Run(model, 3, new TwistedSmcOptions { StopSteps = 2 });

        Assert.Equal([false, false, true], model.ToEnd);
        Assert.Equal(2, run.Steps.Count(step => step.Ancestors is not null));
        Assert.True(run.Steps[^1].IsLast);
    }

    [Fact]
    public async Task No_resampling_at_all_is_importance_sampling()
    {
        ScriptedModel model = new(_ => 10, (root, _) => Math.Log(root + 1));

        SmcRun<ScriptedParticle> run = await Run(model, 3, new TwistedSmcOptions { StopSteps = 0 });

        Assert.Equal([true], model.ToEnd);
        Assert.Equal(Math.Log(2), run.LogEvidence, 1e-12);
        Assert.Equal(3, run.DistinctRoots);
    }

    [Fact]
    public async Task A_particle_that_had_finished_keeps_its_twist()
    {
        // Root 0 finishes at step 1; the model's later answers for it are not used.
        int asked = 0;
        ScriptedModel model = new(root => root == 0 ? 1 : 3, (root, _) => root == 0 && asked++ > 0 ? 99 : 0);

        SmcRun<ScriptedParticle> run = await Run(model, 2, new TwistedSmcOptions { EssThreshold = 0.5 });

        Assert.Equal(0, run.LogEvidence, 1e-12);
        Assert.All(run.Steps, step => Assert.Equal(0, step.LogTwists[0]));
    }

    [Fact]
    public async Task A_truncated_particle_has_weight_zero_whatever_the_model_says()
    {
        ScriptedModel model = new(
            root => root == 0 ? 1 : 2, (_, _) => 0, root => root == 0 ? ParticleStatus.Truncated : ParticleStatus.Finished);

        SmcRun<ScriptedParticle> run = await Run(model, 4);

        Assert.Equal(0, run.Steps[0].Weights.Normalised[0]);
        Assert.DoesNotContain(0, run.Steps[0].Ancestors!);
        Assert.Equal(Math.Log(0.75), run.LogEvidence, 1e-12);
    }

    [Fact]
    public async Task Weights_are_carried_while_the_sample_is_effective()
    {
        // psi_1 = 1, 3 (ESS 1.6 of 2, so 0.5 M is exceeded); then psi_2 = 5, 3: w_2 = 5, 1.
        ScriptedModel model = new(_ => 2, (root, age) => Math.Log(age == 1 ? root == 0 ? 1 : 3 : root == 0 ? 5 : 3));

        SmcRun<ScriptedParticle> run = await Run(model, 2, new TwistedSmcOptions { EssThreshold = 0.5 });

        Assert.Null(run.Steps[0].Ancestors);
        Assert.Same(run.Steps[0].Particles, run.Steps[0].Next);
        // Without resampling the run is importance sampling: Z_hat = (5 + 3) / 2, weights 5 : 3.
        Assert.Equal(Math.Log(4), run.LogEvidence, 1e-12);
        Assert.Equal(5.0 / 8, run.Weights.Normalised[0], 1e-12);
        Assert.Equal(2, run.DistinctRoots);
    }

    [Fact]
    public async Task A_zero_weight_that_is_carried_stays_zero()
    {
        ScriptedModel model = new(_ => 3, (root, age) => root == 0 && age == 1 ? double.NegativeInfinity : 0);

        SmcRun<ScriptedParticle> run = await Run(model, 4, new TwistedSmcOptions { EssThreshold = 0.5 });

        Assert.All(run.Steps, step => Assert.Equal(0, step.Weights.Normalised[0]));
        Assert.Equal(Math.Log(0.75), run.LogEvidence, 1e-12);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0.5)]
    public async Task When_all_weights_are_zero_everyone_goes_on_with_no_evidence(double? threshold)
    {
        ScriptedModel model = new(_ => 3, (_, age) => age == 1 ? double.NegativeInfinity : 0);

        SmcRun<ScriptedParticle> run = await Run(model, 3, new TwistedSmcOptions { EssThreshold = threshold });

        Assert.Equal([0, 1, 2], run.Steps[0].Ancestors!);
        Assert.Equal(double.NegativeInfinity, run.LogEvidence);
        Assert.True(run.Steps[1].Weights.AllZero); // 0/0
        Assert.Equal(3, run.Weights.Ess, 1e-12); // but the last ratio, 1/1, tells the particles' relative worth again
        Assert.All(run.Particles, particle => Assert.Equal(ParticleStatus.Finished, particle.Status));
    }

    [Fact]
    public async Task One_particle_is_its_own_ancestor()
    {
        ScriptedModel model = new(_ => 3, (_, age) => Math.Log(age));

        SmcRun<ScriptedParticle> run = await Run(model, 1);

        Assert.Equal([0], run.Steps[0].Ancestors!);
        Assert.Equal(Math.Log(3), run.LogEvidence, 1e-12);
        Assert.Equal(1, run.Weights.Ess);
    }

    [Fact]
    public async Task When_all_finish_before_any_pause_they_are_weighed_once()
    {
        SmcRun<ScriptedParticle> run = await Run(new ScriptedModel(_ => 1, (root, _) => Math.Log(root)), 3);

        SmcStep<ScriptedParticle> step = Assert.Single(run.Steps);
        Assert.True(step.IsLast);
        Assert.Null(step.Ancestors);
        Assert.Equal(0, run.LogEvidence, 1e-12); // mean of 0, 1, 2
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public async Task A_log_twist_that_is_no_number_is_named(double bad)
    {
        ScriptedModel model = new(_ => 3, (_, age) => age == 2 ? bad : 0);

        InvalidDataException error = await Assert.ThrowsAsync<InvalidDataException>(() => Run(model, 2));

        Assert.StartsWith("Step 2, particle 0: the log twist is", error.Message);
    }

    [Fact]
    public async Task The_same_address_gives_the_same_run_and_another_address_another()
    {
        ScriptedModel model = new(_ => 4, (root, age) => Math.Sin(root * age));

        int[] Ancestors(SmcRun<ScriptedParticle> run) => [.. run.Steps.SkipLast(1).SelectMany(step => step.Ancestors!)];

        Assert.Equal(Ancestors(await Run(model, 16)), Ancestors(await Run(model, 16)));
        Assert.NotEqual(Ancestors(await Run(model, 16)), Ancestors(await Run(model, 16, group: 1)));
    }

    [Fact]
    public async Task A_reader_may_stop_at_any_step()
    {
        ScriptedModel model = new(_ => 10, (_, _) => 0);

        await foreach (SmcStep<ScriptedParticle> step in TwistedSmc.RunAsync(model, ScriptedModel.Start(2), new(), Random, 0, 0))
        {
            if (step.Index == 2)
            {
                break;
            }
        }

        Assert.Equal(2, model.ToEnd.Count);
    }

    [Fact]
    public async Task Cancellation_ends_the_run() =>
        await Assert.ThrowsAsync<OperationCanceledException>(async () =>
            await TwistedSmc.RunAsync(new ScriptedModel(_ => 3, (_, _) => 0), ScriptedModel.Start(2), new(), Random, 0, 0)
                .CollectAsync(new CancellationToken(canceled: true)));

    [Fact]
    public void An_empty_group_is_refused() =>
        Assert.Throws<ArgumentException>(() => { TwistedSmc.RunAsync(new ScriptedModel(_ => 1, (_, _) => 0), [], new(), Random, 0, 0); });

    [Theory]
    [InlineData(-1, null, "StopSteps")]
    [InlineData(5, 0.0, "EssThreshold")]
    [InlineData(5, 1.5, "EssThreshold")]
    [InlineData(5, double.NaN, "EssThreshold")]
    public void Options_out_of_range_are_named(int stopSteps, double? threshold, string name)
    {
        TwistedSmcOptions options = new() { StopSteps = stopSteps, EssThreshold = threshold };

        Assert.StartsWith(name, Assert.Throws<ArgumentException>(options.Validate).Message);
    }

    [Fact]
    public void Defaults_are_the_papers()
    {
        TwistedSmcOptions options = new();
        options.Validate();

        Assert.Equal((5, ResamplingScheme.OrderedStratified, (double?)null), (options.StopSteps, options.Scheme, options.EssThreshold));
    }

    private static async Task<SmcRun<ScriptedParticle>> Run(
        ScriptedModel model, int m, TwistedSmcOptions? options = null, uint group = 0) =>
        await TwistedSmc.RunAsync(model, ScriptedModel.Start(m), options ?? new(), Random, problem: 0, group).CollectAsync();
}
