using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace Tsmc.Tests.Models;

/// <summary>Writes what <c>torch.save(state_dict)</c> writes: a zip archive of a pickle, protocol 2, and the storages' numbers.</summary>
internal static class HandMadePickle
{
    /// <summary>A whole <c>pytorch_model.bin</c> of some weights.</summary>
    public static byte[] Archive(IReadOnlyList<(string Name, int[] Shape, float[] Values)> tensors) =>
        Archive(StateDict(tensors), [.. tensors.Select(tensor => MemoryMarshal.AsBytes<float>(tensor.Values).ToArray())]);

    /// <summary>An archive of a given pickle and given storages.</summary>
    public static byte[] Archive(byte[] pickle, IReadOnlyList<byte[]> storages, CompressionLevel compression = CompressionLevel.NoCompression)
    {
        var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            void Add(string name, byte[] bytes)
            {
                using Stream entry = zip.CreateEntry($"archive/{name}", compression).Open();
                entry.Write(bytes);
            }
            Add("data.pkl", pickle);
            Add("byteorder", "little"u8.ToArray());
            foreach ((int index, byte[] storage) in storages.Index())
            {
                Add($"data/{index}", storage);
            }
            Add("version", "3\n"u8.ToArray());
        }
        return file.ToArray();
    }

    /// <summary>The pickle of an ordered dictionary of fp32 tensors, tensor i in storage i, with the metadata that modules add.</summary>
    public static byte[] StateDict(IReadOnlyList<(string Name, int[] Shape, float[] Values)> tensors)
    {
        List<byte> pickle = [0x80, 2, .. Global("collections", "OrderedDict"), (byte)')', (byte)'R', (byte)'q', 0, (byte)'('];
        foreach ((int index, (string name, int[] shape, float[] values)) in tensors.Index())
        {
            pickle.AddRange([.. Text(name), .. Tensor(index.ToString(), values.Length, 0, shape, Strides(shape))]);
        }
        pickle.Add((byte)'u');

        // object.__setstate__({"_metadata": {"": {"version": 1}}})
        pickle.AddRange([(byte)'}', .. Text("_metadata"), (byte)'}', .. Text(""), (byte)'}', .. Text("version"), .. Number(1),
            (byte)'s', (byte)'s', (byte)'s', (byte)'b', (byte)'.']);
        return [.. pickle];
    }

    /// <summary>torch._utils._rebuild_tensor_v2(storage, offset, shape, strides, False, OrderedDict())</summary>
    public static byte[] Tensor(string key, int storageCount, int offset, int[] shape, int[] strides, string storage = "FloatStorage") =>
    [
        .. Global("torch._utils", "_rebuild_tensor_v2"), (byte)'(',
        (byte)'(', .. Text("storage"), .. Global("torch", storage), .. Text(key), .. Text("cpu"), .. Number(storageCount), (byte)'t', (byte)'Q',
        .. Number(offset), .. Tuple(shape), .. Tuple(strides), 0x89, .. Global("collections", "OrderedDict"), (byte)')', (byte)'R',
        (byte)'t', (byte)'R',
    ];

    public static byte[] Global(string module, string name) => Encoding.ASCII.GetBytes($"c{module}\n{name}\n");

    public static byte[] Text(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        return [(byte)'X', .. BitConverter.GetBytes(utf8.Length), .. utf8];
    }

    private static byte[] Number(int value) => [(byte)'J', .. BitConverter.GetBytes(value)];

    private static byte[] Tuple(int[] values) => [(byte)'(', .. values.SelectMany(Number), (byte)'t'];

    private static int[] Strides(int[] shape) => [.. shape.Select((_, i) => shape[(i + 1)..].Aggregate(1, (a, b) => a * b))];
}
