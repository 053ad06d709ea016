using System.Text;
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
            await Answer.RefuseAsync(context, contract, new ProviderError(413));
        else if (!BearerKeys.AreValid(context.Request, settings.Current, contract.Provider))
            await Answer.RefuseAsync(context, contract, new ProviderError(401));
        else if (Parse(context, bytes) is not { ValueKind: JsonValueKind.Object } body)
            await Answer.RefuseAsync(context, contract, new ProviderError(400, Message: "The request body is not a JSON object"));
        else
            await SubmitAsync(context, new Submission(contract, bytes, body));
    }

    private async Task SubmitAsync(HttpContext context, Submission submission)
    {
        try
        {
            submission = submission with { Markers = PromptMarker.In(submission.Prompt) };
        }
        catch (FormatException malformed)
        {
            await Answer.RefuseAsync(context, submission.Contract, new ProviderError(400, Message: malformed.Message, Param: "prompt"));
            return;
        }

        var faults = rules.Take(submission.At(FaultPoint.Submit));
        context.Journal().Faults = faults.Names;
        if (faults.Has(FaultCatalogue.Delay, out var delay))
            await Task.Delay(delay.Seconds("seconds", 1), time, context.RequestAborted);
        if (faults.Has(FaultCatalogue.DropBefore))
            Answer.Drop(context);
        else if (faults.CreatesTask)
            await CreateAsync(context, submission, faults);
        else
            await StatusFault.WriteAsync(context, submission.Contract, faults);
    }

    private async Task CreateAsync(HttpContext context, Submission submission, FaultSet faults)
    {
        var contract = submission.Contract;
        var current = settings.Current;
        var honoured = contract.HasIdempotency && current.HonourIdempotencyKeys;
        var key = honoured ? context.Request.Headers["Idempotency-Key"].FirstOrDefault() : null;
        if (key is not null && !KeyPattern.IsMatch(key))
        {
            const string Rule = "Idempotency-Key must be 16 to 96 of A-Z a-z 0-9 . _ -";
            await Answer.RefuseAsync(context, contract, new ProviderError(400, Message: Rule));
            return;
        }

        GenerationTask? task;
        while (!tasks.TryReplay(key, submission.Bytes, out task, out var conflict))
        {
            var (order, error) = conflict ? (null, new ProviderError(409)) : contract.Read(submission.Body, current);
            if (order is null)
            {
                await Answer.RefuseAsync(context, contract, error!);
                return;
            }

            task = New(submission, order, current, key);
            var outcome = tasks.TryAdd(task, key, submission.Bytes, current.Credits);
            if (outcome == AddOutcome.InsufficientCredits)
            {
                await Answer.RefuseAsync(context, contract, new ProviderError(402));
                return;
            }

            if (outcome == AddOutcome.Added)
            {
                context.Journal().Created = true;
                callbacks.Follow(task);
                await AnswerAsync(context, task, faults);
                return;
            }
        }

        task.CountReplay();
        context.Journal().Replayed = true;
        context.Response.Headers["Idempotency-Replayed"] = "true";
        await AnswerAsync(context, task, faults);
    }

    private GenerationTask New(Submission submission, GenerationOrder order, SimulatorSettings current, string? key)
    {
        var now = time.GetUtcNow();
        var plan = TaskPlan.From(current, rules.Take(submission.At(FaultPoint.Task)).All);
        return new GenerationTask(submission.Contract.NewTaskId(now), submission, order, plan, now) { IdempotencyKey = key };
    }

    private async Task AnswerAsync(HttpContext context, GenerationTask task, FaultSet faults)
    {
        context.Journal().TaskId = task.Id;
        if (faults.Has(FaultCatalogue.DelayAfter, out var delay))
            await Task.Delay(delay.Seconds("seconds", 30), time, context.RequestAborted);
        if (faults.Has(FaultCatalogue.DropAfter))
        {
            Answer.Drop(context);
        }
        else if (faults.Has(FaultCatalogue.Status))
        {
            await StatusFault.WriteAsync(context, task.Contract, faults);
        }
        else
        {
            faults.Has(FaultCatalogue.CreateShape, out var shape);
            await Answer.WriteAsync(context, StatusCodes.Status200OK, task.Contract.CreateBody(task, shape?.Text("shape")), faults);
        }
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

    private static JsonElement? Parse(HttpContext context, byte[] bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            var body = document.RootElement.Clone();
            context.Journal().Body = body;
            return body;
        }
        catch (JsonException)
        {
            context.Journal().Body = Encoding.UTF8.GetString(bytes.AsSpan(0, Math.Min(bytes.Length, 4096)));
            return null;
        }
    }

    [GeneratedRegex("^[A-Za-z0-9._-]{16,96}$", RegexOptions.CultureInvariant)]
    private static partial Regex KeyPattern { get; }
}
