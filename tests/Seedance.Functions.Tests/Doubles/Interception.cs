using Azure.Core;
using Azure.Core.Pipeline;

namespace Seedance.Functions.Tests.Doubles;

/// <summary>Stands between a client and storage, and may act before, after or instead of each call.</summary>
internal sealed class Interception : HttpPipelinePolicy
{
    /// <summary>Makes a call: its second argument sends the request, each time that it is called.</summary>
    public Func<HttpMessage, Func<Task>, Task> Around { get; set; } = (_, send) => send();

    public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        => new(Around(message, () => ProcessNextAsync(message, pipeline).AsTask()));

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        => throw new NotSupportedException("The app never blocks a thread for storage.");
}
