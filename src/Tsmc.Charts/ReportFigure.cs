using Plotly.NET;

namespace Tsmc.Charts;

/// <summary>One figure of a report.</summary>
/// <param name="Title">A short title, shown as a heading.</param>
/// <param name="Chart">The chart.</param>
/// <param name="Caption">What it shows and how to read it.</param>
public sealed record ReportFigure(string Title, GenericChart Chart, string Caption);
