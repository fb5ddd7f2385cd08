namespace Tsmc.Grading.Algebra;

/// <summary>Computes sums and products of matrices, entry by entry as expressions.</summary>
internal static class MatrixAlgebra
{
    private const int MaxEntries = 100;

    /// <summary>The matrix that a sum or product of matrices makes; every other expression as it is.</summary>
    public static Expression Reduce(Expression expression) => expression switch
    {
        Sum { Terms: [Matrix first, ..] } sum when sum.Terms.All(term => term is Matrix same && Shape(same) == Shape(first)) =>
            sum.Terms.Skip(1).Cast<Matrix>().Aggregate(first, Add),
        Product { Factors: [Matrix left, Matrix right] } when Shape(left).Columns == Shape(right).Rows && Shape(left).Rows * Shape(right).Columns <= MaxEntries =>
            Multiply(left, right),
        _ => expression,
    };

    /// <summary>Rows and columns; -1 columns where rows differ in length.</summary>
    private static (int Rows, int Columns) Shape(Matrix matrix) =>
        (matrix.Rows.Count, matrix.Rows.Select(row => row.Count).Distinct().ToArray() is [int columns] ? columns : -1);

    private static Matrix Add(Matrix one, Matrix other) =>
        new([.. one.Rows.Zip(other.Rows, (a, b) => (IReadOnlyList<Expression>)[.. a.Zip(b, (x, y) => new Sum([x, y]))])]);

    private static Matrix Multiply(Matrix left, Matrix right) =>
        new([.. left.Rows.Select(row => (IReadOnlyList<Expression>)[.. Enumerable.Range(0, Shape(right).Columns)
            .Select(column => new Sum([.. row.Select((entry, i) => new Product([entry, right.Rows[i][column]]))]))])]);
}
