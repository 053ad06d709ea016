using System.Reflection;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Api.OpenApi;

public class ClosedSetTests
{
    private const BindingFlags Anywhere = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    [Fact]
    public void The_codes_of_violations_are_those_of_the_code()
        => Described.AssertWords(Constants(typeof(ViolationCodes)), Described.Api.Schema("ViolationCode"));

    [Fact]
    public void The_codes_of_failures_are_those_of_the_code() => Described.AssertWords(FailureCodes.All, Described.Api.Schema("FailureCode"));

    [Fact]
    public void What_can_be_refused_of_the_content_is_what_the_code_knows()
        => Described.AssertWords(Constants(typeof(ModerationDetails)), Described.Member("ApiError", "detail"));

    [Fact]
    public void The_codes_of_errors_are_those_of_the_code()
        => Described.AssertWords(Made().Select(error => error.Error.Code), Described.Api.Schema("ErrorCode"));

    [Fact]
    public void The_families_of_errors_are_those_of_the_code() => Described.AssertWords(
        Made().Select(error => error.Error.Type).Concat(FailureCodes.All.Select(code => FailureCodes.Describe(code).Type)),
        Described.Member("ApiError", "type"));

    [Fact]
    public void The_words_of_error_envelopes_are_those_of_the_code()
        => Described.AssertWords(
            Made().Where(error => error.Error.Errors is null).Where(CanHappenThere).Select(error => new ErrorEnvelope(error).Message),
            Described.Api.Schema("EnvelopeWord"));

    // All that is thrown on the way of a create and of a status query, by whichever part.
    private static bool CanHappenThere(ApiException error) => error.Error.Code is "unauthorized" or "insufficient_quota" or "task_not_found"
        or "request_too_large" or "idempotency_conflict" or "internal_error" or "service_unavailable" or "route_not_found";

    [Fact]
    public void Errors_are_made_nowhere_else() => Assert.All(
        AppSources.All.Where(source => source.Name is not ("EvoLinkJson.cs" or "ApiException.cs" or "ApiErrors.cs")),
        source => Assert.DoesNotMatch(@"new (ApiError|ErrorEnvelope)\(", source.Text));

    [Fact]
    public void The_states_and_stages_of_tasks_are_those_of_the_code()
    {
        var states = Enum.GetValues<TaskState>();

        Described.AssertWords(states.Select(state => state.Word()), Described.Api.Schema("TaskStatus"));
        Described.AssertWords(Enum.GetNames<TaskStage>().Select(name => name.ToLowerInvariant()), Described.Api.Schema("TaskStage"));
        Described.AssertWords(
            states.Select(state => StatusData.StatusOf(Samples.Record with { State = state })),
            Described.Api.Schema("StatusWord"));
    }

    [Fact]
    public void The_words_of_deliveries_are_those_of_the_code()
    {
        Described.AssertWords(Enum.GetValues<DeliveryOutcome>().Select(DeliveryResponse.WordOf), Described.Member("DeliveryResponse", "outcome"));
        Described.AssertWords([TaskDeliveries.Started, TaskDeliveries.Woken], Described.Member("ResendResponse", "action"));
    }

    [Fact]
    public void The_models_of_answers_are_those_of_the_code()
    {
        var models = CapabilityTable.All.Select(row => row.Model).ToList();

        Described.AssertWords(models, Described.Member("TaskResponse", "model"));
        Described.AssertWords(models, Described.Member("StatusData", "model"));
        Described.AssertWords(CapabilityTable.All.Select(row => row.Provider), Described.Member("TaskResponse", "provider"));
        Described.AssertWords(CapabilityTable.All.Select(row => row.Provider), Described.Member("StatusData", "provider"));
    }

    [Fact]
    public void Every_id_fits_its_description()
    {
        var task = TaskId.New(Samples.Now);

        Assert.Matches(Described.Api.Schema("TaskId").GetProperty("pattern").GetString()!, task.ToString());
        Assert.Matches(Described.Api.Schema("BatchId").GetProperty("pattern").GetString()!, BatchId.Of(task).ToString());
    }

    private static IEnumerable<string> Constants(Type type) => type.GetFields(Anywhere)
        .Where(field => field is { IsLiteral: true, IsPublic: true }).Select(field => (string)field.GetRawConstantValue()!);

    // What every static member gives that makes an error.
    private static List<ApiException> Made() =>
    [
        .. typeof(ApiException).GetMethods(Anywhere)
            .Where(method => !method.IsPrivate && method.ReturnType == typeof(ApiException))
            .Select(method => (ApiException)method.Invoke(null, [.. method.GetParameters().Select(each => Argument(each.ParameterType))])!),
    ];

    private static object? Argument(Type type)
        => type == typeof(string) ? "x"
            : type == typeof(IReadOnlyList<RequestViolation>) ? new[] { new RequestViolation("x", "X", "x") }
            : type == typeof(BudgetRefusal) ? BudgetRefusal.Exceeded(2, 9, 10, Samples.Now)
            : type.IsValueType ? Activator.CreateInstance(type)
            : throw new NotSupportedException($"An error is made of a {type}; say here of which.");
}
