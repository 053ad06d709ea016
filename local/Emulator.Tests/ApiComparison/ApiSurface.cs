using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Seedance.Emulator.Tests.ApiComparison;

/// <summary>The public and protected types and members of an assembly, written as the listings write them.</summary>
internal static class ApiSurface
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IEnumerable<Type> VisibleTypes(Assembly assembly) => assembly.GetTypes().Where(IsVisible);

    public static IEnumerable<ApiLine> Of(Type type)
    {
        yield return new(DocumentationId.Of(type), Describe(type));
        foreach (var constructor in type.GetConstructors(Declared).Where(IsVisible).Where(constructor => !constructor.IsStatic))
            yield return new(DocumentationId.Of(constructor), Words(Modifiers(constructor), Parameters(constructor)));
        foreach (var method in type.GetMethods(Declared).Where(IsVisible).Where(IsOrdinary))
            yield return new(DocumentationId.Of(method), Describe(method));
        foreach (var property in type.GetProperties(Declared).Where(property => property.GetAccessors(nonPublic: true).Any(IsVisible)))
            yield return new(DocumentationId.Of(property), Describe(property));
        foreach (var field in type.GetFields(Declared).Where(IsVisible).Where(field => !field.IsSpecialName))
            yield return new(DocumentationId.Of(field), Describe(field));
        foreach (var @event in type.GetEvents(Declared).Where(@event => IsVisible(@event.AddMethod!)))
            yield return new(DocumentationId.Of(@event), DocumentationId.Reference(@event.EventHandlerType!));
    }

    private static bool IsVisible(Type type) => type.DeclaringType is null
        ? type.IsPublic
        : (type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamORAssem) && IsVisible(type.DeclaringType);

    private static bool IsVisible(MethodBase method) => method.IsPublic || IsProtected(method);

    private static bool IsVisible(FieldInfo field) => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly;

    private static bool IsProtected(MethodBase method) => method.IsFamily || method.IsFamilyOrAssembly;

    // A record's <Clone>$ has a name that no source can write, and the accessors are described with their property.
    private static bool IsOrdinary(MethodInfo method) =>
        !method.Name.StartsWith('<') && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal));

    private static string Describe(Type type)
    {
        var bases = new List<string>();
        if (!type.IsEnum && type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType))
            bases.Add(DocumentationId.Reference(parent));
        if (!type.IsEnum)
            bases.AddRange(type.GetInterfaces().Where(IsShown).Select(DocumentationId.Reference).Order(StringComparer.Ordinal));
        return bases.Count == 0 ? Kind(type) : $"{Kind(type)} : {string.Join(", ", bases)}";
    }

    private static bool IsShown(Type type) => type.IsVisible || type.IsGenericParameter;

    private static string Kind(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsValueType: true } => "struct",
        { IsInterface: true } => "interface",
        _ when typeof(MulticastDelegate).IsAssignableFrom(type) => "delegate",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        { IsSealed: true } => "sealed class",
        _ => "class",
    };

    private static string Describe(MethodInfo method) => Words(
        Modifiers(method),
        DocumentationId.Reference(method.ReturnType),
        Parameters(method),
        method.IsDefined(typeof(ExtensionAttribute)) ? "extension" : "");

    private static string Describe(PropertyInfo property)
    {
        var accessors = property.GetAccessors(nonPublic: true).Where(IsVisible).ToArray();
        var widest = accessors.FirstOrDefault(accessor => accessor.IsPublic) ?? accessors[0];
        var shown = accessors.Select(accessor =>
            (IsProtected(accessor) && widest.IsPublic ? "protected " : "")
            + (accessor == property.GetMethod ? "get;" : IsInit(accessor) ? "init;" : "set;"));
        return Words(Modifiers(widest), DocumentationId.Reference(property.PropertyType), $"{{ {string.Join(' ', shown)} }}");
    }

    private static string Describe(FieldInfo field)
    {
        var type = DocumentationId.Reference(field.FieldType);
        var access = field.IsPublic ? "" : "protected";
        return field.IsLiteral
            ? Words(access, "const", type, "=", Convert.ToString(field.GetRawConstantValue(), CultureInfo.InvariantCulture)!)
            : Words(access, field.IsStatic ? "static" : "", type);
    }

    private static string Modifiers(MethodBase method) => Words(
        IsProtected(method) ? "protected" : "",
        method.IsStatic ? "static" : "",
        method.IsAbstract ? "abstract" : method is { IsVirtual: true, IsFinal: false } ? "virtual" : "");

    private static string Parameters(MethodBase method) => $"({string.Join(", ", method.GetParameters().Select(Describe))})";

    private static string Describe(ParameterInfo parameter) =>
        parameter.Name + (parameter.IsDefined(typeof(ParamArrayAttribute)) ? "..." : parameter.IsOptional ? "?" : "");

    private static bool IsInit(MethodInfo setter) =>
        setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    private static string Words(params string[] words) => string.Join(' ', words.Where(word => word.Length > 0));
}
