using Azure.Core;
using Azure.Core.Pipeline;

namespace Seedance.Emulator.Tests.Engine;

/// <summary>Lets a number of writing requests through; the next ends the process, before it is sent or before its answer is read.</summary>
internal sealed class DyingPolicy(int lastWrite, bool diesAfterwards) : HttpPipelinePolicy
{
    private readonly TaskCompletionSource _died = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _writes;

    public Task Died => _died.Task;

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var isWrite = message.Request.Method != RequestMethod.Get;
        var isLast = isWrite && Interlocked.Increment(ref _writes) == lastWrite;
        if (!_died.Task.IsCompleted && !(isLast && !diesAfterwards))
        {
            await ProcessNextAsync(message, pipeline);
        }

        if (isLast || _died.Task.IsCompleted)
        {
            _died.TrySetResult();
            await new TaskCompletionSource().Task;
        }
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();
}
