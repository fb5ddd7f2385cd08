namespace Tsmc.Notebooks.Tests;

/// <summary>Tests that run whole notebooks or build whole programs stand in one collection: beside each other they would only wait for each other, and a kernel in this process sets its working folder.</summary>
internal static class Whole
{
    public const string Notebooks = "whole notebooks";
}
