using Tsmc.Smc;

namespace Tsmc.Tests.Smc;

public class ParticleModelLawsTests
{
    private static readonly IEqualityComparer<ScriptedParticle> Same = EqualityComparer<ScriptedParticle>.Default;

    [Fact]
    public async Task A_lawful_model_passes() =>
        await ParticleModelLaws.CheckAsync(new ScriptedModel(root => root + 1, (root, age) => -root * age), ScriptedModel.Start(4), Same);

    [Fact]
    public async Task A_run_that_does_not_end_is_caught() =>
        await Breaks("ends", new BrokenModel { Extend = (particle, _) => particle with { Age = particle.Age + 1 } });

    [Fact]
    public async Task A_finished_particle_that_moves_is_caught() =>
        await Breaks("absorbing", new BrokenModel
        {
            Extend = (particle, _) => particle with { Age = particle.Age + 1, Status = ParticleStatus.Finished },
        });

    [Fact]
    public async Task A_generator_with_a_state_is_caught()
    {
        int draws = 0;
        await Breaks("repeatable", new BrokenModel { Extend = (_, _) => new(draws++, 1, ParticleStatus.Finished) });
    }

    [Fact]
    public async Task An_extension_that_depends_on_the_batch_is_caught() =>
        await Breaks("batch equals single", new BrokenModel { Extend = (_, count) => new(0, count, ParticleStatus.Finished) });

    [Fact]
    public async Task A_missing_log_twist_is_caught() =>
        await Breaks("one log twist a particle", new BrokenModel { Twist = count => new double[count - 1] });

    [Fact]
    public async Task A_twist_that_is_no_number_is_caught() =>
        await Breaks("twists are numbers", new BrokenModel { Twist = count => [.. Enumerable.Repeat(double.NaN, count)] });

    [Fact]
    public async Task A_twist_that_depends_on_the_batch_is_caught() =>
        await Breaks("batch equals single", new BrokenModel { Twist = count => [.. Enumerable.Repeat((double)count, count)] });

    private static async Task Breaks(string law, BrokenModel model)
    {
        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => ParticleModelLaws.CheckAsync(model, ScriptedModel.Start(3), Same));

        Assert.Contains($"\"{law}\"", error.Message);
    }

    /// <summary>A lawful model of one step, until a part of it is replaced; the parts are told the batch's size.</summary>
    private sealed class BrokenModel : IParticleModel<ScriptedParticle>
    {
        public Func<ScriptedParticle, int, ScriptedParticle> Extend { get; init; } = (particle, _) =>
            particle.Status == ParticleStatus.Running ? particle with { Age = 1, Status = ParticleStatus.Finished } : particle;

        public Func<int, double[]> Twist { get; init; } = count => new double[count];

        public ValueTask<IReadOnlyList<ScriptedParticle>> ExtendAsync(
            IReadOnlyList<ScriptedParticle> particles, bool toEnd, CancellationToken ct) =>
            new([.. particles.Select(particle => Extend(particle, particles.Count))]);

        public ValueTask<IReadOnlyList<double>> LogTwistAsync(IReadOnlyList<ScriptedParticle> particles, CancellationToken ct) =>
            new(Twist(particles.Count));
    }
}
