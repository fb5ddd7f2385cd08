using Tsmc.Training;

namespace Tsmc.Tests.Training;

public sealed class TrainingOptionsTests
{
    [Fact]
    public void The_defaults_are_valid()
    {
        new TrainingOptions().Validate();
        new ValueTrainingOptions().Validate();
    }

    [Fact]
    public void A_bad_option_is_named_with_its_value_and_range()
    {
        (TrainingOptions Options, string Message)[] bad =
        [
            (new TrainingOptions { BatchSize = 0 }, "BatchSize is 0; expected at least 1."),
            (new TrainingOptions { LearningRate = double.NaN }, "LearningRate is NaN; expected a finite number above 0."),
            (new TrainingOptions { MinLearningRate = 1 }, "MinLearningRate is 1; expected 0 to the learning rate, 2E-05."),
            (new TrainingOptions { Beta2 = 1 }, "Beta2 is 1; expected 0 or more and less than 1."),
            (new ValueTrainingOptions { KeepCheckpoints = 0 }, "KeepCheckpoints is 0; expected at least 1."),
        ];
        Assert.All(bad, entry => Assert.Equal(entry.Message, Assert.Throws<ArgumentException>(entry.Options.Validate).Message));
    }
}
