using Seedance.Simulator.Tasks;

namespace Seedance.Simulator.Admin;

internal sealed record FailRequest(string? Code, string? Message, string? Error)
{
    public TaskFailure ToFailure() => new(
        Code ?? TaskFailure.ContentPolicy.Code, Message ?? TaskFailure.ContentPolicy.Message, Error ?? TaskFailure.Object);
}
