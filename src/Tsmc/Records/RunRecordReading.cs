using Tsmc.Problems;

namespace Tsmc.Records;

/// <summary>Takes the rows of a run record one by one and sees that each fits those before it.</summary>
internal sealed class RunRecordReading(string path)
{
    private readonly SortedDictionary<int, RecordedProblem> _problems = [];
    private readonly SortedDictionary<(int Problem, int Group), List<RecordedStep>> _groups = [];
    private RunHeader? _header;

    public void Take(string line, int number)
    {
        if (_header is null)
        {
            _header = Header(line, number);
            return;
        }
        switch (Row(line, number))
        {
            case RecordedProblem problem:
                _problems[problem.Index] = problem;
                break;
            case RecordedStep step:
                Add(step, number);
                break;
            default:
                throw Wrong(number, "a second header; expected rows of problems and steps after the first line");
        }
    }

    public RunRecord Result(string? remark) => new()
    {
        Header = _header ?? throw new InvalidDataException($"{path}: the file is empty; expected a run record."),
        Problems = [.. _problems.Values],
        Groups = [.. _groups.Select(group => new RecordedGroup(group.Key.Problem, group.Key.Group, group.Value))],
        Remark = remark,
    };

    private RunHeader Header(string line, int number)
    {
        RunHeader? header = null;
        try
        {
            header = Row(line, number) as RunHeader;
        }
        catch (InvalidDataException) when (!line.Contains($"\"{RunHeader.FormatName}\"", StringComparison.Ordinal))
        {
            // No row of ours at all: say that the file is another, not what its first line lacks.
        }
        if (header?.Format != RunHeader.FormatName)
        {
            throw Wrong(number, $"not a run record; expected a row that begins {{\"kind\":\"run\",\"format\":\"{RunHeader.FormatName}\"");
        }
        return header.Version == RunHeader.CurrentVersion
            ? header
            : throw Wrong(number, $"the record has format version {header.Version}; this version of the program reads {RunHeader.CurrentVersion}");
    }

    private RecordRow Row(string line, int number)
    {
        try
        {
            return JsonLines.Parse<RecordRow>(line, path, number);
        }
        catch (NotSupportedException)
        {
            throw Wrong(number, "the row does not begin with its kind; expected \"kind\" to be run, problem or step");
        }
    }

    private void Add(RecordedStep step, int number)
    {
        if (!_problems.ContainsKey(step.Problem))
        {
            throw Wrong(number, $"a step of problem {step.Problem}, which no row before it describes");
        }
        if (!_groups.TryGetValue((step.Problem, step.Group), out List<RecordedStep>? before))
        {
            _groups[(step.Problem, step.Group)] = before = [];
        }
        string where = $"problem {step.Problem}, group {step.Group}";
        if (step.Step != before.Count + 1 || (before.Count > 0 && before[^1].IsLast))
        {
            string expected = before.Count > 0 && before[^1].IsLast ? "none, for the run has ended" : $"step {before.Count + 1}";
            throw Wrong(number, $"step {step.Step} of {where}; expected {expected}");
        }
        int found = step.Particles?.Count ?? 0; // a foreign file may hold null
        int m = before.Count == 0 ? found : before[0].Particles.Count;
        if (m == 0 || found != m)
        {
            throw Wrong(number, $"{found} particles in {where}; expected {(m == 0 ? "at least 1" : m)}");
        }
        if (step.Ancestors is { } ancestors && (ancestors.Count != m || ancestors.Any(ancestor => ancestor < 0 || ancestor >= m)))
        {
            throw Wrong(number, $"the ancestors of {where} do not fit its {m} particles; expected {m} slots in 0 .. {m - 1}");
        }
        before.Add(step);
    }

    private InvalidDataException Wrong(int number, string what) => new($"{path}, line {number}: {what}.");
}
