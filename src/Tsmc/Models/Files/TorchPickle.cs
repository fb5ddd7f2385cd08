using System.Buffers.Binary;
using System.Text;
using static TorchSharp.torch;

namespace Tsmc.Models.Files;

/// <summary>
/// Reads the pickle of a PyTorch state dict as data: where each tensor's numbers lie. Nothing is executed. Of Python's classes only the
/// handful that PyTorch writes for tensors is known, by name; any other is refused, and so is every opcode that a state dict has no use for.
/// </summary>
/// <remarks>
/// The format is Python's <c>pickletools</c>. A library was tried first: TorchSharp.PyBridge allocates what the pickle claims, holds a
/// whole file beside the model, and follows strides out of bounds.
/// </remarks>
internal sealed class TorchPickle
{
    private static readonly Dictionary<string, (ScalarType? Type, int Size)> Storages = new()
    {
        ["torch.DoubleStorage"] = (ScalarType.Float64, 8),
        ["torch.FloatStorage"] = (ScalarType.Float32, 4),
        ["torch.HalfStorage"] = (ScalarType.Float16, 2),
        ["torch.BFloat16Storage"] = (ScalarType.BFloat16, 2),
        ["torch.LongStorage"] = (null, 8),
        ["torch.IntStorage"] = (null, 4),
        ["torch.ShortStorage"] = (null, 2),
        ["torch.CharStorage"] = (null, 1),
        ["torch.ByteStorage"] = (null, 1),
        ["torch.BoolStorage"] = (null, 1),
    };

    private static readonly HashSet<string> Functions =
        ["collections.OrderedDict", "torch._utils._rebuild_tensor_v2", "torch._utils._rebuild_parameter"];

    private readonly Stack<object?> _stack = [];
    private readonly Dictionary<int, object?> _memo = [];
    private readonly byte[] _bytes;
    private int _at;

    private TorchPickle(byte[] bytes) => _bytes = bytes;

    /// <summary>A tensor within a storage, which is one entry of the archive.</summary>
    public sealed record Place(ScalarType? Type, int ElementSize, string Key, long StorageCount, long Offset, long[] Shape, long[] Strides);

    /// <summary>Where each tensor of a state dict lies.</summary>
    /// <exception cref="InvalidDataException">The pickle is damaged or holds anything else; the message lacks the file's name.</exception>
    public static IReadOnlyDictionary<string, Place> Read(byte[] pickle)
    {
        try
        {
            object? result = new TorchPickle(pickle).Run();
            var places = new Dictionary<string, Place>();
            foreach ((object key, object? value) in result as Dictionary<object, object?> ?? throw Refused("it holds no state dict"))
            {
                places.Add(
                    key as string ?? throw Refused($"a tensor's name is {key}"),
                    value as Place ?? throw Refused($"{key} is no tensor; expected a plain state dict"));
            }
            return places;
        }
        catch (Exception error) when (error is InvalidOperationException or InvalidCastException or ArgumentException or IndexOutOfRangeException
            or OverflowException or NullReferenceException)
        {
            throw new InvalidDataException("its pickle is damaged", error);
        }
    }

    private object? Run()
    {
        while (true)
        {
            byte opcode = Take(1)[0];
            switch ((char)opcode)
            {
                case '\x80': Take(1); break;                                      // PROTO
                case '\x95': Take(8); break;                                      // FRAME
                case '.': return _stack.Pop();                                    // STOP
                case '(': _stack.Push(Mark.Instance); break;                      // MARK
                case '}': _stack.Push(new Dictionary<object, object?>()); break;  // EMPTY_DICT
                case ')': _stack.Push(Array.Empty<object?>()); break;             // EMPTY_TUPLE
                case 't': _stack.Push(ToMark()); break;                           // TUPLE
                case '\x85': _stack.Push(Top(1)); break;                          // TUPLE1
                case '\x86': _stack.Push(Top(2)); break;                          // TUPLE2
                case '\x87': _stack.Push(Top(3)); break;                          // TUPLE3
                case 'K': _stack.Push((long)Take(1)[0]); break;                   // BININT1
                case 'M': _stack.Push((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2))); break; // BININT2
                case 'J': _stack.Push((long)Int32()); break;                      // BININT
                case '\x8a': _stack.Push(Long(Take(1)[0])); break;                // LONG1
                case 'N': _stack.Push(null); break;                               // NONE
                case '\x88': _stack.Push(true); break;                            // NEWTRUE
                case '\x89': _stack.Push(false); break;                           // NEWFALSE
                case 'X': _stack.Push(Encoding.UTF8.GetString(Take(Int32()))); break;        // BINUNICODE
                case '\x8c': _stack.Push(Encoding.UTF8.GetString(Take(Take(1)[0]))); break;  // SHORT_BINUNICODE
                case 'q': _memo[Take(1)[0]] = _stack.Peek(); break;               // BINPUT
                case 'r': _memo[Int32()] = _stack.Peek(); break;                  // LONG_BINPUT
                case '\x94': _memo[_memo.Count] = _stack.Peek(); break;           // MEMOIZE
                case 'h': _stack.Push(Remembered(Take(1)[0])); break;             // BINGET
                case 'j': _stack.Push(Remembered(Int32())); break;                // LONG_BINGET
                case 'c': _stack.Push(Global(Line(), Line())); break;             // GLOBAL
                case '\x93': _stack.Push(StackGlobal()); break;                   // STACK_GLOBAL
                case 'Q': _stack.Push(Storage((object?[])_stack.Pop()!)); break;  // BINPERSID
                case 'R': Reduce(); break;                                        // REDUCE
                case 's': Set(Top(2)); break;                                     // SETITEM
                case 'u': Set(ToMark()); break;                                   // SETITEMS
                case 'b': _stack.Pop(); _ = (Dictionary<object, object?>)_stack.Peek()!; break; // BUILD: a dict's _metadata, not needed
                default: throw Refused($"its pickle has the opcode 0x{opcode:x2}, which no state dict needs");
            }
        }
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > _bytes.Length - _at)
        {
            throw Refused("its pickle ends early");
        }
        _at += count;
        return _bytes.AsSpan(_at - count, count);
    }

    private int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    private long Long(int count)
    {
        ReadOnlySpan<byte> little = Take(count);
        return count <= sizeof(long) ? (long)new System.Numerics.BigInteger(little) : throw Refused("a number is out of range");
    }

    private string Line()
    {
        int length = _bytes.AsSpan(_at).IndexOf((byte)'\n');
        string line = Encoding.UTF8.GetString(Take(length));
        Take(1);
        return line;
    }

    private object? Remembered(int index) => _memo.TryGetValue(index, out object? value) ? value : throw Refused("its pickle is damaged");

    private object?[] Top(int count)
    {
        var items = new object?[count];
        for (int i = count - 1; i >= 0; i--)
        {
            items[i] = _stack.Pop();
        }
        return items;
    }

    private object?[] ToMark()
    {
        var items = new List<object?>();
        while (_stack.Pop() is var item && item is not Mark)
        {
            items.Add(item);
        }
        items.Reverse();
        return [.. items];
    }

    private void Set(object?[] pairs)
    {
        var target = (Dictionary<object, object?>)_stack.Peek()!;
        for (int i = 0; i < pairs.Length; i += 2)
        {
            if (!target.TryAdd(pairs[i] ?? "None", pairs[i + 1]))
            {
                throw Refused($"{pairs[i]} is there twice");
            }
        }
    }

    private KnownName StackGlobal()
    {
        object?[] names = Top(2);
        return Global((string)names[0]!, (string)names[1]!);
    }

    private static KnownName Global(string module, string name)
    {
        string full = $"{module}.{name}";
        return Functions.Contains(full) || Storages.ContainsKey(full)
            ? new KnownName(full)
            : throw Refused($"its pickle asks for {(full.Length > 100 ? full[..100] + "..." : full)}, which is no tensor; nothing was executed");
    }

    /// <summary>A persistent id: ("storage", class, key, device, number of elements).</summary>
    private static Place Storage(object?[] id)
    {
        if (id.Length != 5 || id[0] is not "storage" || id[1] is not KnownName type || !Storages.TryGetValue(type.Name, out (ScalarType? Type, int Size) kind))
        {
            throw Refused("a tensor's storage is described in an unknown way");
        }
        return new Place(kind.Type, kind.Size, (string)id[2]!, (long)id[4]!, 0, [], []);
    }

    private void Reduce()
    {
        var arguments = (object?[])_stack.Pop()!;
        string function = ((KnownName)_stack.Pop()!).Name;
        _stack.Push(function switch
        {
            "collections.OrderedDict" when arguments.Length == 0 => new Dictionary<object, object?>(),
            "torch._utils._rebuild_tensor_v2" => (Place)arguments[0]! with
            {
                Offset = (long)arguments[1]!,
                Shape = Sizes(arguments[2]),
                Strides = Sizes(arguments[3]),
            },
            "torch._utils._rebuild_parameter" => (Place)arguments[0]!,
            _ => throw Refused($"its pickle calls {function} in an unknown way"),
        });
    }

    private static long[] Sizes(object? tuple) => [.. ((object?[])tuple!).Select(size => (long)size!)];

    private static InvalidDataException Refused(string why) => new(why);

    private sealed class Mark
    {
        public static Mark Instance { get; } = new();
    }

    private sealed record KnownName(string Name);
}
