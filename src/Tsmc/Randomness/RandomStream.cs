namespace Tsmc.Randomness;

/// <summary>What a stream of random numbers is for. Two streams of one seed never share a number.</summary>
public enum RandomStream
{
    /// <summary>Choice of tokens; address (problem, group, particle, position and pauses).</summary>
    Tokens = 1,

    /// <summary>Resampling of particles; address (problem, group, step, index).</summary>
    Resampling = 2,

    /// <summary>Making of problems; address (split, problem, draw).</summary>
    Problems = 3,

    /// <summary>The annotator who writes the training solutions.</summary>
    Annotator = 4,

    /// <summary>Order of the training data; address (epoch, row).</summary>
    DataOrder = 5,

    /// <summary>Initial weights of a model.</summary>
    Weights = 6,

    /// <summary>Subsets of samples in an accuracy curve.</summary>
    Subsets = 7,

    /// <summary>Bootstrap resamples of problems.</summary>
    Bootstrap = 8,

    /// <summary>Dropout and other noise while training.</summary>
    Training = 9,
}
