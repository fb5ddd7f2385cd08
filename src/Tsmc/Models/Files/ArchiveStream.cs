using System.IO.Compression;

namespace Tsmc.Models.Files;

/// <summary>One entry of a zip archive, with the archive it keeps open.</summary>
internal sealed class ArchiveStream : Stream
{
    private readonly ZipArchive _archive;
    private readonly Stream _entry;

    private ArchiveStream(ZipArchive archive, Stream entry) => (_archive, _entry) = (archive, entry);

    /// <summary>Opens an entry behind its first <paramref name="skipped"/> bytes.</summary>
    /// <exception cref="InvalidDataException">The entry cannot be read.</exception>
    public static ArchiveStream Open(string path, string name, long skipped)
    {
        var archive = new ZipArchive(InputFile.Open(path, "a PyTorch checkpoint"), ZipArchiveMode.Read);
        try
        {
            Stream entry = archive.GetEntry(name)!.Open();
            var stream = new ArchiveStream(archive, entry);
            var buffer = new byte[1 << 16];
            for (long left = skipped; left > 0; left -= Math.Min(left, buffer.Length))
            {
                entry.ReadExactly(buffer.AsSpan(0, (int)Math.Min(left, buffer.Length)));
            }
            return stream;
        }
        catch (Exception error) when (error is InvalidDataException or IOException)
        {
            archive.Dispose();
            throw new InvalidDataException($"{path}: the entry {name} cannot be read ({error.Message.TrimEnd('.')}).", error);
        }
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer) => _entry.Read(buffer);

    public override int Read(byte[] buffer, int offset, int count) => _entry.Read(buffer, offset, count);

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _entry.Dispose();
            _archive.Dispose();
        }
        base.Dispose(disposing);
    }
}
