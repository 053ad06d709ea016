using System.Text.Json;
using System.Text.RegularExpressions;
using Seedance.Simulator.Callbacks;
using Seedance.Simulator.Faults;
using Seedance.Simulator.Journal;

namespace Seedance.Simulator.Tasks;

internal sealed partial class SubmitEndpoint(
    TaskStore tasks, FaultRules rules, SettingsHolder settings, CallbackSender callbacks, TimeProvider time)
{
    private const int MaxBodyBytes = 64 * 1024 * 1024;

    public async Task HandleAsync(HttpContext context, IProviderContract contract)
    {
        var bytes = await ReadBodyAsync(context);
        if (bytes is null)
            await RefuseAsync(context, contract, new ProviderError(413));
        else if (!BearerKeys.AreValid(context.Request, settings.Current, contract.Provider))
            await RefuseAsync(context, contract, new ProviderError(401));
        else if (Parse(bytes) is not { ValueKind: JsonValueKind.Object } body)
            await RefuseAsync(context, contract, new ProviderError(400, Message: "The request body is not a JSON object"));
        else
            await SubmitAsync(context, contract, body, bytes);
    }

    private async Task SubmitAsync(HttpContext context, IProviderContract contract, JsonElement body, byte[] bytes)
    {
        var entry = context.Journal();
        entry.Body = body;
        var prompt = body.TryGetProperty("prompt", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
        IReadOnlyList<PromptMarker> markers;
        try
        {
            markers = PromptMarker.In(prompt);
        }
        catch (FormatException malformed)
        {
            await RefuseAsync(context, contract, new ProviderError(400, Message: malformed.Message, Param: "prompt"));
            return;
        }

        var faults = rules.Take(new FaultTarget(FaultPoint.Submit, contract.Provider, prompt, null, markers));
        entry.Faults = faults.Names;
        if (faults.Has(FaultCatalogue.Delay, out var delay))
            await Task.Delay(delay.Seconds("seconds", 1), time, context.RequestAborted);
        if (faults.Has(FaultCatalogue.DropBefore))
            Answer.Drop(context);
        else if (faults.CreatesTask)
            await CreateAsync(context, contract, body, bytes, prompt, markers, faults);
        else
            await AnswerAsync(context, contract, null, faults);
    }

    private async Task CreateAsync(
        HttpContext context, IProviderContract contract, JsonElement body, byte[] bytes, string? prompt, IReadOnlyList<PromptMarker> markers, FaultSet faults)
    {
        var current = settings.Current;
        var key = contract.HasIdempotency && current.HonourIdempotencyKeys ? context.Request.Headers["Idempotency-Key"].FirstOrDefault() : null;
        if (key is not null && !KeyPattern.IsMatch(key))
        {
            await RefuseAsync(context, contract, new ProviderError(400, Message: "Idempotency-Key must be 16 to 96 of A-Z a-z 0-9 . _ -"));
            return;
        }

        while (true)
        {
            if (tasks.TryReplay(key, bytes, out var earlier, out var conflict))
            {
                earlier.CountReplay();
                context.Journal().Replayed = true;
                context.Response.Headers["Idempotency-Replayed"] = "true";
                await AnswerAsync(context, contract, earlier, faults);
                return;
            }

            if (conflict)
            {
                await RefuseAsync(context, contract, new ProviderError(409));
                return;
            }

            if (!contract.TryOrder(body, current, out var order, out var error))
            {
                await RefuseAsync(context, contract, error);
                return;
            }

            var now = time.GetUtcNow();
            var planned = rules.Take(new FaultTarget(FaultPoint.Task, contract.Provider, prompt, null, markers));
            var task = new GenerationTask(contract, contract.NewTaskId(now), order, body, TaskPlan.From(current, planned.All), now, markers)
            {
                IdempotencyKey = key,
            };
            switch (tasks.TryAdd(task, key, bytes, current.Credits))
            {
                case AddOutcome.KeyTaken:
                    continue;
                case AddOutcome.InsufficientCredits:
                    await RefuseAsync(context, contract, new ProviderError(402));
                    return;
                default:
                    context.Journal().Created = true;
                    callbacks.Follow(task);
                    await AnswerAsync(context, contract, task, faults);
                    return;
            }
        }
    }

    private async Task AnswerAsync(HttpContext context, IProviderContract contract, GenerationTask? task, FaultSet faults)
    {
        context.Journal().TaskId = task?.Id;
        if (faults.Has(FaultCatalogue.DelayAfter, out var delay))
            await Task.Delay(delay.Seconds("seconds", 30), time, context.RequestAborted);
        if (faults.Has(FaultCatalogue.DropAfter))
        {
            Answer.Drop(context);
        }
        else if (faults.Has(FaultCatalogue.Status, out var status) || task is null)
        {
            await StatusFault.WriteAsync(context, contract, status, faults);
        }
        else
        {
            faults.Has(FaultCatalogue.Shape, out var shape);
            await Answer.WriteAsync(context, StatusCodes.Status200OK, contract.CreateBody(task, shape?.Text("shape")), faults);
        }
    }

    private static async Task RefuseAsync(HttpContext context, IProviderContract contract, ProviderError error)
    {
        var (status, body) = contract.ErrorBody(error, null);
        await Answer.WriteAsync(context, status, body, FaultSet.None);
    }

    private static async Task<byte[]?> ReadBodyAsync(HttpContext context)
    {
        if (context.Request.ContentLength > MaxBodyBytes)
            return null;
        using var memory = new MemoryStream();
        var buffer = new byte[81920];
        for (int read; (read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0;)
        {
            memory.Write(buffer, 0, read);
            if (memory.Length > MaxBodyBytes)
                return null;
        }

        return memory.ToArray();
    }

    private static JsonElement? Parse(byte[] bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [GeneratedRegex("^[A-Za-z0-9._-]{16,96}$", RegexOptions.CultureInvariant)]
    private static partial Regex KeyPattern { get; }
}
