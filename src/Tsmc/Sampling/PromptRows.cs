namespace Tsmc.Sampling;

/// <summary>Which prompt lies in which of a few spare cache rows; the one unused for longest makes room.</summary>
internal sealed class PromptRows(int firstRow, int count)
{
    private readonly LinkedList<(string Key, int Row)> _recent = new();

    /// <summary>The row of a prompt, and whether its keys and values are there already.</summary>
    public (int Row, bool Present) Find(IReadOnlyList<int> prompt)
    {
        string key = string.Join(' ', prompt);
        for (LinkedListNode<(string Key, int Row)>? node = _recent.First; node is not null; node = node.Next)
        {
            if (node.Value.Key == key)
            {
                _recent.Remove(node);
                _recent.AddFirst(node);
                return (node.Value.Row, true);
            }
        }
        int row = firstRow + _recent.Count;
        if (_recent.Count == count)
        {
            row = _recent.Last!.Value.Row;
            _recent.RemoveLast();
        }
        _recent.AddFirst((key, row));
        return (row, false);
    }
}
