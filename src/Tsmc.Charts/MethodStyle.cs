using Tsmc.Evaluation;

namespace Tsmc.Charts;

/// <summary>
/// How a method is drawn, the same in every figure. Colours are those of Okabe and Ito, which people with any of the common
/// colour blindnesses tell apart; the marks differ too.
/// </summary>
internal sealed record MethodStyle(string Colour, string Mark, string Dash)
{
    public static MethodStyle Of(string method) => method switch
    {
        Methods.Greedy => new("#000000", "circle", "dash"),
        Methods.MajorityVote => new("#0072B2", "circle", "solid"),
        Methods.WeightedVoteOrm => new("#E69F00", "square", "solid"),
        Methods.WeightedVoteValue => new("#CC79A7", "diamond", "solid"),
        Methods.TsmcMajorityVote => new("#009E73", "triangle-up", "solid"),
        Methods.TsmcWeightedVote => new("#D55E00", "triangle-down", "solid"),
        Methods.Pass => new("#7F7F7F", "x", "dot"),
        _ => new("#56B4E9", "cross", "solid"),
    };

    /// <summary>Place in legends: that of <see cref="Methods.All"/>, strangers last.</summary>
    public static int Order(string method)
    {
        int place = Methods.All.ToList().IndexOf(method);
        return place < 0 ? Methods.All.Count : place;
    }
}
