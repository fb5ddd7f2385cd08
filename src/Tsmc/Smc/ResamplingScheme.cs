namespace Tsmc.Smc;

/// <summary>How ancestors are drawn from weights. Every scheme gives particle i an expected M W_i offspring.</summary>
public enum ResamplingScheme
{
    /// <summary>M independent draws.</summary>
    Multinomial,

    /// <summary>One draw in each of M equal strata of [0, 1).</summary>
    Stratified,

    /// <summary>One uniform, shared by all strata.</summary>
    Systematic,

    /// <summary>floor(M W_i) copies of each for certain; the rest are independent draws from what is left.</summary>
    Residual,

    /// <summary>Stratified over the particles sorted by weight, ascending: the paper's scheme.</summary>
    OrderedStratified,
}
