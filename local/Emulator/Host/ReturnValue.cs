using System.Reflection;

namespace Seedance.Emulator.Host;

/// <summary>Awaits what a function's method returns, whichever of the awaitable shapes it has.</summary>
internal static class ReturnValue
{
    public static Func<object?, Task<object?>> Awaiter(Type returnType)
    {
        if (returnType == typeof(Task))
        {
            return AwaitTask;
        }
        else if (returnType == typeof(ValueTask))
        {
            return returned => AwaitTask(((ValueTask)returned!).AsTask());
        }
        else if (Open(returnType) == typeof(Task<>))
        {
            return Close(nameof(AwaitTaskOf), returnType);
        }
        else
        {
            return Open(returnType) == typeof(ValueTask<>) ? Close(nameof(AwaitValueTaskOf), returnType) : Task.FromResult;
        }
    }

    private static Type? Open(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : null;

    private static Func<object?, Task<object?>> Close(string name, Type returnType) =>
        typeof(ReturnValue).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(returnType.GetGenericArguments())
            .CreateDelegate<Func<object?, Task<object?>>>();

    private static async Task<object?> AwaitTask(object? returned)
    {
        await (Task)returned!;
        return null;
    }

    private static async Task<object?> AwaitTaskOf<T>(object? returned) => await (Task<T>)returned!;

    private static async Task<object?> AwaitValueTaskOf<T>(object? returned) => await (ValueTask<T>)returned!;
}
