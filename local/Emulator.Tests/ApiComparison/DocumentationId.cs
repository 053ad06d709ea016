using System.Reflection;

namespace Seedance.Emulator.Tests.ApiComparison;

/// <summary>XML documentation ids: nested types joined with a dot, generic arguments in braces, type parameters as ` and ``.</summary>
internal static class DocumentationId
{
    public static string Of(Type type) => $"T:{Definition(type)}";

    public static string Of(FieldInfo field) => $"F:{Definition(field.DeclaringType!)}.{field.Name}";

    public static string Of(EventInfo @event) => $"E:{Definition(@event.DeclaringType!)}.{@event.Name}";

    public static string Of(PropertyInfo property) =>
        $"P:{Definition(property.DeclaringType!)}.{property.Name}{Parameters(property.GetIndexParameters())}";

    public static string Of(MethodBase method)
    {
        var name = method.IsConstructor ? method.Name.Replace('.', '#') : method.Name;
        var arity = method.IsGenericMethod ? $"``{method.GetGenericArguments().Length}" : "";
        var result = method is MethodInfo { Name: "op_Implicit" or "op_Explicit" } conversion ? $"~{Reference(conversion.ReturnType)}" : "";
        return $"M:{Definition(method.DeclaringType!)}.{name}{arity}{Parameters(method.GetParameters())}{result}";
    }

    /// <summary>How a type is written where it is used: as a parameter, a result, a base.</summary>
    public static string Reference(Type type)
    {
        if (type.IsByRef)
            return $"{Reference(type.GetElementType()!)}@";
        if (type.IsArray)
            return $"{Reference(type.GetElementType()!)}[]";
        if (type.IsGenericParameter)
            return $"{(type.DeclaringMethod is null ? "`" : "``")}{type.GenericParameterPosition}";
        if (!type.IsGenericType)
            return Definition(type);
        var arguments = type.GetGenericArguments();
        var outer = type.DeclaringType?.GetGenericArguments().Length ?? 0;
        var owner = type.DeclaringType is { } declaring
            ? Reference(outer == 0 ? declaring : declaring.MakeGenericType(arguments[..outer]))
            : type.Namespace;
        var own = arguments[outer..];
        return $"{owner}.{type.Name.Split('`')[0]}{(own.Length == 0 ? "" : $"{{{string.Join(',', own.Select(Reference))}}}")}";
    }

    private static string Definition(Type type) => $"{(type.DeclaringType is { } outer ? Definition(outer) : type.Namespace)}.{type.Name}";

    private static string Parameters(ParameterInfo[] parameters) => parameters.Length == 0
        ? ""
        : $"({string.Join(',', parameters.Select(parameter => Reference(parameter.ParameterType)))})";
}
