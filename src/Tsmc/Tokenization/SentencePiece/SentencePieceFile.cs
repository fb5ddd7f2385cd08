using Google.Protobuf;

namespace Tsmc.Tokenization.SentencePiece;

/// <summary>What a <c>tokenizer.model</c> holds: SentencePiece's protocol buffer <c>ModelProto</c>, as far as encoding needs it.</summary>
internal sealed class SentencePieceFile
{
    private const int Bpe = 2; // TrainerSpec.ModelType
    private static readonly string[] ModelTypes = ["unknown", "unigram", "BPE", "word", "char"];

    /// <summary>The pieces; a piece's place is its id.</summary>
    public List<(string Text, float Score, PieceType Type)> Pieces { get; } = [];

    /// <summary>Whether unknown characters are written by their bytes.</summary>
    public bool ByteFallback { get; private set; }

    /// <summary>Whether the space of a word stands behind it instead of before it.</summary>
    public bool WhiteSpaceAsSuffix { get; private set; }

    /// <summary>Whether a space is put before a text.</summary>
    public bool AddDummyPrefix { get; private set; } = true;

    /// <summary>Whether runs of spaces become one, and none is left at the ends.</summary>
    public bool RemoveExtraWhiteSpaces { get; private set; } = true;

    /// <summary>Whether a space is spelled <c>▁</c>.</summary>
    public bool EscapeWhiteSpaces { get; private set; } = true;

    /// <summary>Name of the piece that begins a sequence.</summary>
    public string BosPiece { get; private set; } = "<s>";

    /// <summary>Name of the piece that ends a sequence.</summary>
    public string EosPiece { get; private set; } = "</s>";

    /// <summary>Reads the file's content.</summary>
    /// <exception cref="InvalidDataException">The content is broken or no BPE model; the message names <paramref name="path"/>.</exception>
    public static SentencePieceFile Read(string path, byte[] content)
    {
        if (content.AsSpan().StartsWith("IQ== 0"u8))
        {
            throw new InvalidDataException($"{path}: not a SentencePiece model but a tiktoken file; expected tokenizer.json beside it.");
        }
        var file = new SentencePieceFile();
        int type = 1;
        string rule = "";
        try
        {
            var input = new CodedInputStream(content);
            Fields(input, (field, message) =>
            {
                switch (field)
                {
                    case 1:
                        file.ReadPiece(message);
                        break;
                    case 2:
                        file.ReadTrainer(message, ref type);
                        break;
                    case 3:
                        file.ReadNormalizer(message, ref rule);
                        break;
                    default:
                        message.SkipLastField();
                        break;
                }
            }, nested: 3);
        }
        catch (Exception error) when (error is InvalidProtocolBufferException or InvalidOperationException or ArgumentException)
        {
            throw new InvalidDataException($"{path}: not a SentencePiece model (the protocol buffer is broken).", error);
        }
        if (file.Pieces.Count == 0)
        {
            throw new InvalidDataException($"{path}: not a SentencePiece model (it holds no pieces).");
        }
        if (type != Bpe)
        {
            string name = type >= 0 && type < ModelTypes.Length ? ModelTypes[type] : "unknown";
            throw new InvalidDataException($"{path}: a SentencePiece model of type {name} is not supported; expected BPE.");
        }
        if (rule.Length > 0)
        {
            throw new InvalidDataException($"{path}: the normalisation rule {rule} of this SentencePiece model is not supported; expected identity.");
        }
        if (file.WhiteSpaceAsSuffix)
        {
            throw new InvalidDataException($"{path}: treat_whitespace_as_suffix is not supported; expected false.");
        }
        return file;
    }

    private void ReadPiece(CodedInputStream message)
    {
        string text = "";
        float score = 0;
        var type = PieceType.Normal;
        Fields(message, (field, input) =>
        {
            switch (field)
            {
                case 1:
                    text = input.ReadString();
                    break;
                case 2:
                    score = input.ReadFloat();
                    break;
                case 3:
                    type = (PieceType)input.ReadEnum();
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        });
        Pieces.Add((text, score, type));
    }

    private void ReadTrainer(CodedInputStream message, ref int type)
    {
        int read = type;
        Fields(message, (field, input) =>
        {
            switch (field)
            {
                case 3:
                    read = input.ReadEnum();
                    break;
                case 24:
                    WhiteSpaceAsSuffix = input.ReadBool();
                    break;
                case 35:
                    ByteFallback = input.ReadBool();
                    break;
                case 46:
                    BosPiece = input.ReadString();
                    break;
                case 47:
                    EosPiece = input.ReadString();
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        });
        type = read;
    }

    private void ReadNormalizer(CodedInputStream message, ref string rule)
    {
        string name = "";
        bool maps = false;
        Fields(message, (field, input) =>
        {
            switch (field)
            {
                case 1:
                    name = input.ReadString();
                    break;
                case 2:
                    maps = input.ReadBytes().Length > 0;
                    break;
                case 3:
                    AddDummyPrefix = input.ReadBool();
                    break;
                case 4:
                    RemoveExtraWhiteSpaces = input.ReadBool();
                    break;
                case 5:
                    EscapeWhiteSpaces = input.ReadBool();
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        });
        rule = maps ? name : "";
    }

    // Reads fields to the end; the first fields of the outermost message are messages of their own.
    private static void Fields(CodedInputStream input, Action<int, CodedInputStream> read, int nested = 0)
    {
        while (input.ReadTag() is uint tag and > 0)
        {
            int field = WireFormat.GetTagFieldNumber(tag);
            if (field <= nested)
            {
                using CodedInputStream message = input.ReadBytes().CreateCodedInput();
                read(field, message);
            }
            else
            {
                read(field, input);
            }
        }
    }
}
