using System.Diagnostics.CodeAnalysis;

namespace Seedance.Emulator.Tests.ApiComparison;

[SuppressMessage("Design", "CA1045", Justification = "A signature to be described, never called.")]
public abstract class Sample<T> : IEquatable<T>
{
    public virtual IReadOnlyList<T> this[int index]
    {
        get => [];
        protected set => Hidden = value.Count + index;
    }

    public int? Once { get; init; }

    private int Hidden { get; set; }

    public bool Equals(T? other) => Hidden == 0;

    public override bool Equals(object? obj) => Hidden == 0;

    public override int GetHashCode() => Hidden;

    protected abstract bool Find<TResult>(T value, out TResult result, params string[] names);
}
