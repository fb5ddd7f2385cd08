using System.Globalization;
using System.Runtime.Intrinsics.X86;
using Tsmc.Benchmarks;
using Tsmc.Benchmarks.Peer;
using Tsmc.Torch;

// dotnet run -c Release --project benchmarks/Tsmc.Benchmarks [-- ROUNDS [SECTION]]: every number is the best of so many rounds.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
int rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 5;
LibtorchReport libtorch = Libtorch.EnsureLoaded();
using var work = new Workload();
Peak peak = Peak.Measure(rounds);
string vectors = Avx512F.IsSupported ? "AVX-512" : Avx2.IsSupported ? "AVX2" : "no AVX2";
Console.WriteLine($"Machine: {Environment.ProcessorCount} cores, {vectors}; libtorch {libtorch.Version}; best of {rounds} rounds.");
Console.WriteLine($"Peak of one core in this run: {peak.GigaFlops:F0} GFLOP/s (fp32 matrix product, 1024 x 1024), {peak.GigaBytes:F1} GB/s (sum of 256 MB).");
Console.WriteLine(
    $"Model: width {work.Config.HiddenSize}, {work.Config.Layers} layers, {work.Generator.Parameters.Sum(weight => weight.numel())} weights, random; "
    + $"prompt {Workload.PromptLength}, {Workload.NewTokens} new tokens.");
Section("Decoding", () => Decoding.Print(work, peak, rounds));
Section("One token step, one thread", () => TokenStep.Print(work, rounds));
Section("Weighing 40 particles, 12 tokens a step", () => ValueScoring.Print(work, rounds));
Section("Prompts", () => Prefill.Print(work, rounds));
Section("Grading", () => Grading.Print(rounds));
Section("Peer: logits beside llama.cpp's", () => Peer(PeerLogits.Print));
Section("Peer: speed beside llama.cpp's, one thread", () => Peer(() => PeerSpeed.Print(rounds)));

void Peer(Action print)
{
    if (LlamaCpp.Absence is { } reason)
    {
        Console.WriteLine($"Left out: llama.cpp does not load here ({reason}).");
        return;
    }
    print();
}

void Section(string title, Action print)
{
    if (args.Length > 1 && !title.StartsWith(args[1], StringComparison.OrdinalIgnoreCase))
    {
        return;
    }
    Console.WriteLine();
    Console.WriteLine($"## {title}");
    Console.WriteLine();
    print();
}
