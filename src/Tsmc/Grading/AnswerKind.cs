namespace Tsmc.Grading;

/// <summary>By which mark an answer was found.</summary>
public enum AnswerKind
{
    /// <summary>Under the last line <c># Answer</c>.</summary>
    Heading,

    /// <summary>Inside the last <c>\boxed{}</c> or <c>\fbox{}</c>.</summary>
    Boxed,

    /// <summary>After the last <c>####</c>, as GSM8K writes it.</summary>
    HashMarks,

    /// <summary>After the last "the answer is" or "final answer:".</summary>
    Sentence,
}
