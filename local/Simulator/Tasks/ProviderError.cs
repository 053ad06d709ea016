namespace Seedance.Simulator.Tasks;

/// <summary>A refusal before it has the provider's body. A null code or message means the provider's own for that status.</summary>
internal sealed record ProviderError(int Status, string? Code = null, string? Message = null, string? Param = null);
