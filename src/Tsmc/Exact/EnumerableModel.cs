using System.Globalization;

namespace Tsmc.Exact;

/// <summary>
/// A toy language model small enough to enumerate: V tokens, T steps of one token, p0 by prefix, phi by sequence. It knows its exact
/// value function, evidence and posterior, by backward recursion, and so is the yardstick for sequential Monte Carlo.
/// </summary>
public sealed class EnumerableModel
{
    private const int MostSequences = 100_000;
    private const double SumTolerance = 1e-6;

    private readonly IReadOnlyDictionary<string, IReadOnlyList<double>> _pNext;
    private readonly IReadOnlyDictionary<string, double> _phi;
    private readonly IReadOnlyDictionary<string, double>? _twist;
    private readonly OrderedDictionary<string, double> _posterior = [];
    private readonly Dictionary<string, double> _value = [];
    private readonly List<ToyParticle> _sequences = [];

    /// <summary>Makes a model from its tables. A prefix is written as its token digits; the empty prefix is <c>""</c>.</summary>
    /// <param name="tokens">V, 2 .. 10.</param>
    /// <param name="steps">T, at least 1; V^T is at most 100,000.</param>
    /// <param name="pNext">For each prefix of 0 .. T - 1 tokens the V probabilities of the next token; their sum is 1 within 1e-6.</param>
    /// <param name="phi">For each sequence of T tokens its phi, 0 or more; at least one that can be reached is positive.</param>
    /// <param name="value">
    /// For each prefix of 1 .. T - 1 tokens the value whose power is the twist, 0 or more, and 0 only where phi cannot be reached; null
    /// for the exact value. Other entries are not used: psi_0 is 1 and the final twist is phi.
    /// </param>
    /// <exception cref="ArgumentException">A table is incomplete or holds an impossible number; the message names the entry.</exception>
    public EnumerableModel(
        int tokens, int steps, IReadOnlyDictionary<string, IReadOnlyList<double>> pNext, IReadOnlyDictionary<string, double> phi,
        IReadOnlyDictionary<string, double>? value = null)
    {
        if (tokens is < 2 or > 10)
        {
            throw new ArgumentException($"V is {tokens}; expected 2 to 10 tokens, one digit each.");
        }
        if (steps < 1 || Math.Pow(tokens, steps) > MostSequences)
        {
            throw new ArgumentException(
                $"T is {steps}; expected 1 or more with at most {MostSequences} sequences (V^T, with V = {tokens}).");
        }
        (TokenCount, StepCount) = (tokens, steps);
        (_pNext, _phi, _twist) = (pNext, phi, value);
        Root = Build("", reach: 1);
        if (!(Z > 0))
        {
            throw new ArgumentException("phi is 0 for every sequence that p_next can reach; expected a positive one for a posterior.");
        }
        foreach (string sequence in _posterior.Keys.ToList())
        {
            _posterior[sequence] /= Z;
        }
        Value = new OrderedDictionary<string, double>(_value.OrderBy(p => p.Key.Length).ThenBy(p => p.Key, StringComparer.Ordinal));
    }

    /// <summary>V, the number of tokens.</summary>
    public int TokenCount { get; }

    /// <summary>T, the number of steps, of one token each.</summary>
    public int StepCount { get; }

    /// <summary>All V^T sequences, in lexicographic order.</summary>
    public IReadOnlyList<ToyParticle> Sequences => _sequences;

    /// <summary>The empty prefix, from which every particle starts.</summary>
    public ToyParticle Root { get; }

    /// <summary>Z = E_p0[phi].</summary>
    public double Z => _value[""];

    /// <summary>The exact value V(x_{1:t}) = E_p0[phi | x_{1:t}] of every prefix and sequence, short ones first.</summary>
    public IReadOnlyDictionary<string, double> Value { get; }

    /// <summary>The exact posterior sigma(x_{1:T}) = p0 phi / Z of every sequence where it is positive, in lexicographic order.</summary>
    public IReadOnlyDictionary<string, double> Posterior => _posterior;

    /// <summary>Reads a JSON file with <c>V</c>, <c>T</c>, <c>p_next</c>, <c>phi</c> and perhaps <c>value</c>; ignores the rest.</summary>
    /// <exception cref="FileNotFoundException">The file is not there.</exception>
    /// <exception cref="InvalidDataException">The file is not such a model; the message names file and entry.</exception>
    public static EnumerableModel Load(string path) => EnumerableModelFile.Read(path);

    /// <summary>The same model with another twist.</summary>
    /// <param name="value">As for the constructor.</param>
    /// <exception cref="ArgumentException">An entry is missing or impossible.</exception>
    public EnumerableModel WithValue(IReadOnlyDictionary<string, double> value) => new(TokenCount, StepCount, _pNext, _phi, value);

    // Depth first, so that leaves are met in lexicographic order; values are known on the way back.
    private ToyParticle Build(string prefix, double reach)
    {
        if (prefix.Length == StepCount)
        {
            double phi = Lookup("phi", _phi, prefix);
            _value[prefix] = phi;
            if (reach * phi > 0)
            {
                _posterior[prefix] = reach * phi;
            }
            ToyParticle sequence = new(prefix, _sequences.Count, phi);
            _sequences.Add(sequence);
            return sequence;
        }
        double[] probabilities = Probabilities(prefix);
        ToyParticle[] next = new ToyParticle[TokenCount];
        double value = 0;
        for (int token = 0; token < TokenCount; token++)
        {
            string longer = prefix + token.ToString(CultureInfo.InvariantCulture);
            next[token] = Build(longer, reach * probabilities[token]);
            value += probabilities[token] * _value[longer];
        }
        _value[prefix] = value;
        return new ToyParticle(prefix, next, probabilities, Twist(prefix, value));
    }

    private double Twist(string prefix, double exact)
    {
        if (_twist is null || prefix.Length == 0)
        {
            return exact;
        }
        double twist = Lookup("value", _twist, prefix);
        if (twist == 0 && exact > 0)
        {
            throw new ArgumentException(
                $"value of prefix \"{prefix}\" is 0 although phi can still be reached from it; expected a positive number, "
                + "because a twist of 0 there would remove solutions and bias Z.");
        }
        return twist;
    }

    private double[] Probabilities(string prefix)
    {
        if (!_pNext.TryGetValue(prefix, out IReadOnlyList<double>? row))
        {
            throw new ArgumentException($"p_next has no prefix \"{prefix}\"; expected every prefix of 0 to {StepCount - 1} tokens.");
        }
        if (row.Count != TokenCount)
        {
            throw new ArgumentException($"p_next of prefix \"{prefix}\" has {row.Count} entries; expected {TokenCount}, one a token.");
        }
        foreach (double p in row)
        {
            if (!(p >= 0 && p <= 1 + SumTolerance))
            {
                throw new ArgumentException($"p_next of prefix \"{prefix}\" has the entry {p}; expected a probability in [0, 1].");
            }
        }
        double sum = row.Sum();
        if (Math.Abs(sum - 1) > SumTolerance)
        {
            throw new ArgumentException($"p_next of prefix \"{prefix}\" sums to {sum}; expected 1 within {SumTolerance}.");
        }
        return [.. row.Select(p => p / sum)];
    }

    private double Lookup(string table, IReadOnlyDictionary<string, double> numbers, string prefix)
    {
        string what = prefix.Length == StepCount ? "sequence" : "prefix";
        if (!numbers.TryGetValue(prefix, out double number))
        {
            string every = what == "sequence" ? $"every sequence of {StepCount} tokens" : $"every prefix of 1 to {StepCount - 1} tokens";
            throw new ArgumentException($"{table} has no {what} \"{prefix}\"; expected {every}.");
        }
        if (!(number >= 0 && double.IsFinite(number)))
        {
            throw new ArgumentException($"{table} of {what} \"{prefix}\" is {number}; expected a finite number, 0 or more.");
        }
        return number;
    }
}
