using System.Text.Json;
using Tsmc.Exact;
using Tsmc.Smc;

namespace Tsmc.Tests.Exact;

public class ExactStudyTests
{
    private static readonly ExactStudyOptions Short = new() { Particles = 4, Runs = 600, Seed = 3 };

    [Fact]
    public async Task The_same_on_one_core_as_on_many()
    {
        EnumerableModel model = ToyModels.Binary(2, 4, which: 0);
        TaskScheduler oneAtATime = new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, 1).ConcurrentScheduler;

        ExactStudyResult many = ExactStudy.Run(model, Short);
        ExactStudyResult one = await Task.Factory
            .StartNew(() => ExactStudy.Run(model, Short), CancellationToken.None, TaskCreationOptions.None, oneAtATime);

        Assert.Equal(many.Runs, one.Runs);
    }

    [Fact]
    public void The_file_has_the_agreed_names()
    {
        EnumerableModel model = ToyModels.Binary(2, 3, which: 0);
        string folder = Directory.CreateTempSubdirectory("tsmc-study-").FullName;
        try
        {
            string path = Path.Combine(folder, "new", "result.json");
            ExactStudy.Run(model, Short).Save(path);
            JsonElement root = JsonDocument.Parse(File.ReadAllText(path)).RootElement;

            Assert.Equal(["z", "value", "posterior", "runs"], root.EnumerateObject().Select(property => property.Name));
            Assert.Equal(model.Z, root.GetProperty("z").GetDouble());
            Assert.Equal(15, root.GetProperty("value").EnumerateObject().Count());
            Assert.Equal(1, root.GetProperty("posterior").EnumerateObject().Sum(entry => entry.Value.GetDouble()), 1e-12);
            JsonElement[] runs = [.. root.GetProperty("runs").EnumerateArray()];
            Assert.Equal(15, runs.Length);
            Assert.All(runs, run => Assert.Equal(
                ["scheme", "exponent", "mean_z", "standard_error", "posterior_distance", "mean_ess"],
                run.EnumerateObject().Select(property => property.Name)));
            Assert.Equal(ResamplingSchemeName.All, runs.Select(run => run.GetProperty("scheme").GetString()!).Distinct());
            Assert.Equal(path, Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Every_row_is_reported()
    {
        List<ExactStudyRow> seen = [];

        ExactStudyResult result = ExactStudy.Run(ToyModels.Binary(2, 2, which: 0), Short, new Direct(seen.Add));

        Assert.Equal(result.Runs, seen);
    }

    [Fact]
    public void Cancellation_ends_the_study() =>
        Assert.ThrowsAny<OperationCanceledException>(() =>
            ExactStudy.Run(ToyModels.Binary(2, 2, which: 0), Short, ct: new CancellationToken(canceled: true)));

    [Theory]
    [InlineData(0, 10, "Particles")]
    [InlineData(10, 1, "Runs")]
    public void Options_out_of_range_are_named(int particles, int runs, string name)
    {
        ExactStudyOptions options = new() { Particles = particles, Runs = runs };

        Assert.StartsWith(name, Assert.Throws<ArgumentException>(options.Validate).Message);
    }

    // Progress<T> reports on other threads; the test wants the reports in order.
    private sealed class Direct(Action<ExactStudyRow> action) : IProgress<ExactStudyRow>
    {
        public void Report(ExactStudyRow value) => action(value);
    }
}
