using Seedance.Simulator.Callbacks;
using Seedance.Simulator.EvoLink;
using Seedance.Simulator.SeedanceApi;
using Seedance.Simulator.Tasks;

namespace Seedance.Simulator.Faults;

/// <summary>The words that a parameter takes, where it does not take any.</summary>
internal static class FaultValues
{
    private static readonly string[] Shapes =
        [.. EvoLinkTaskBody.Shapes.Union(SeedanceApiTaskBody.Shapes)];

    private static readonly string[] ErrorShapes = [.. EvoLinkErrors.Shapes.Union(SeedanceApiErrors.Shapes)];

    public static IReadOnlyList<string>? Of(string fault, string parameter) => (fault, parameter) switch
    {
        (FaultCatalogue.CreateShape, "shape") => EvoLinkContract.CreateShapes,
        (FaultCatalogue.Shape, "shape") => Shapes,
        (FaultCatalogue.Status, "shape") => ErrorShapes,
        (FaultCatalogue.Failed, "error") => TaskFailure.Shapes,
        (FaultCatalogue.Early, "state") => CallbackBody.States,
        _ => null,
    };
}
