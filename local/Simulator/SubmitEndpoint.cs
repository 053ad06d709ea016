using System.Text.Json;
using System.Text.RegularExpressions;
using Seedance.Simulator.Faults;
using Seedance.Simulator.Providers;

namespace Seedance.Simulator;

/// <summary>Creates tasks. It refuses only what it cannot work with: the service under test has the rules of requests.</summary>
internal sealed partial class SubmitEndpoint(
    TaskStore tasks, FaultRules rules, CallbackSender callbacks, ResultLinks links, SimulatorSettings settings)
{
    public async Task HandleAsync(HttpContext context, IProvider provider)
    {
        Submission submission;
        try
        {
            submission = await ReadAsync(context, provider);
        }
        catch (Exception refused) when (refused is FormatException or JsonException)
        {
            await Responses.RefuseAsync(context, provider, StatusCodes.Status400BadRequest, refused.Message);
            return;
        }

        var faults = rules.Take(FaultPoint.Submit, submission);
        if (await Responses.TryEndAsync(context, faults, settings.Time))
            return;
        if (faults.CreatesTask)
            await CreateAsync(context, submission, faults);
        else
            await Responses.FailAsync(context, provider, faults);
    }

    private static async Task<Submission> ReadAsync(HttpContext context, IProvider provider)
    {
        using var document = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        var body = document.RootElement.Clone();
        context.Journal().Body = body;
        if (body.ValueKind != JsonValueKind.Object)
            throw new FormatException("The request body is not a JSON object");
        if (body.Text("prompt") is not { Length: > 0 } prompt)
            throw new FormatException("prompt is required");
        if (body.Text("callback_url") is { } url && !Uri.TryCreate(url, UriKind.Absolute, out _))
            throw new FormatException("callback_url must be a URL");
        var model = provider.ModelOf(body) ?? throw new FormatException("model is required");
        return new Submission(provider, body, model, prompt, Fault.InPrompt(prompt));
    }

    private async Task CreateAsync(HttpContext context, Submission submission, FaultSet faults)
    {
        var provider = submission.Provider;
        var knowsKeys = provider.HasIdempotency && !faults.Has(FaultKind.IgnoresKey);
        var key = knowsKeys ? context.Request.Headers["Idempotency-Key"].FirstOrDefault() : null;
        if (key is not null && !KeyPattern.IsMatch(key))
        {
            const string Rule = "Idempotency-Key must be 16 to 96 of A-Z a-z 0-9 . _ -";
            await Responses.RefuseAsync(context, provider, StatusCodes.Status400BadRequest, Rule);
            return;
        }

        var (task, isNew) = tasks.GetOrAdd(key, () => New(submission, key));
        if (!isNew && !JsonElement.DeepEquals(task.Request, submission.Body))
        {
            await Responses.RefuseAsync(context, provider, StatusCodes.Status409Conflict);
            return;
        }

        var entry = context.Journal();
        (entry.TaskId, entry.Created, entry.Replayed) = (task.Id, isNew, !isNew);
        entry.PaidTasks = tasks.All.Count(known => known.Prompt == submission.Prompt);
        if (isNew)
            callbacks.Follow(task);
        else
            context.Response.Headers["Idempotency-Replayed"] = "true";
        await RespondAsync(context, task, faults);
    }

    private SimulatorTask New(Submission submission, string? key) =>
        new(submission, TaskPlan.From(settings, rules.Take(FaultPoint.Task, submission)), key, settings.Time);

    private async Task RespondAsync(HttpContext context, SimulatorTask task, FaultSet faults)
    {
        if (faults.Has(FaultKind.DelayAfter, out var delay))
            await Task.Delay(delay.Seconds("seconds", 30), settings.Time, context.RequestAborted);
        if (faults.Has(FaultKind.DropAfter))
        {
            Responses.Drop(context);
        }
        else if (faults.Has(FaultKind.Status))
        {
            await Responses.FailAsync(context, task.Submission.Provider, faults);
        }
        else if (faults.Has(FaultKind.Body, out var body))
        {
            await Responses.WriteAsync(context, body, links.Fill(body, task), faults);
        }
        else
        {
            await Responses.WriteAsync(context, StatusCodes.Status200OK, task.Submission.Provider.CreateBody(task), faults);
        }
    }

    [GeneratedRegex("^[A-Za-z0-9._-]{16,96}$", RegexOptions.CultureInvariant)]
    private static partial Regex KeyPattern { get; }
}
