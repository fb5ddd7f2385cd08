using Google.Protobuf;
using Tsmc.Tokenization.SentencePiece;

namespace Tsmc.Tests.Tokenization.SentencePiece;

/// <summary>Writes a SentencePiece model: pieces in the order of their ids.</summary>
internal static class ModelFile
{
    public static byte[] Write(
        IEnumerable<(string Text, float Score, PieceType Type)> pieces, int modelType = 2, bool byteFallback = false, bool removeExtra = false,
        bool dummyPrefix = true, byte[]? map = null)
    {
        var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
        {
            foreach ((string text, float score, PieceType type) in pieces)
            {
                Message(output, 1, piece =>
                {
                    piece.WriteTag(1, WireFormat.WireType.LengthDelimited);
                    piece.WriteString(text);
                    piece.WriteTag(2, WireFormat.WireType.Fixed32);
                    piece.WriteFloat(score);
                    Number(piece, 3, (int)type);
                });
            }
            Message(output, 2, trainer =>
            {
                Number(trainer, 3, modelType);
                Number(trainer, 35, byteFallback ? 1 : 0);
            });
            Message(output, 3, normalizer =>
            {
                normalizer.WriteTag(1, WireFormat.WireType.LengthDelimited);
                normalizer.WriteString(map is null ? "identity" : "nmt_nfkc");
                if (map is not null)
                {
                    normalizer.WriteTag(2, WireFormat.WireType.LengthDelimited);
                    normalizer.WriteBytes(ByteString.CopyFrom(map));
                }
                Number(normalizer, 3, dummyPrefix ? 1 : 0);
                Number(normalizer, 4, removeExtra ? 1 : 0);
            });
        }
        return stream.ToArray();
    }

    private static void Message(CodedOutputStream output, int field, Action<CodedOutputStream> write)
    {
        var stream = new MemoryStream();
        using (var inner = new CodedOutputStream(stream, leaveOpen: true))
        {
            write(inner);
        }
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(stream.ToArray()));
    }

    private static void Number(CodedOutputStream output, int field, int value)
    {
        output.WriteTag(field, WireFormat.WireType.Varint);
        output.WriteInt32(value);
    }
}
