namespace Seedance.Functions.Tests.Storage;

public class TaskRecordTests
{
    // Every member has a value, and the texts are as long as they can be.
    private static readonly TaskRecord Full = Samples.Record with
    {
        Request = Samples.Request with
        {
            ImageUrls = Urls(6),
            VideoUrls = Urls(3),
            AudioUrls = Urls(3),
            WebSearch = true,
            FixedLens = true,
            CallbackUrl = Url(12),
        },
        CallbackUrl = "https://caller.example.com/by-default",
        State = TaskState.Failed,
        Stage = TaskStage.Done,
        Submission = SubmissionState.Accepted,
        SubmitAttempt = 3,
        SubmitMark = "mark",
        SubmitReplayed = true,
        SubmitAnswered = true,
        SubmittedAt = Samples.Now.AddSeconds(1.234567),
        ProviderTaskId = new string('p', 256),
        Progress = 99,
        Restarts = 2,
        LastPolledAt = Samples.Now.AddSeconds(2),
        WokenBy = "webhook",
        Polls = 7,
        TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        Estimate = new TaskEstimate(0.0000000000000000000000000001m, 79228162514264337593543950335m, "evolink-2026-09-16"),
        BudgetDay = new DateOnly(2026, 3, 1),
        BatchId = BatchId.Of(TaskId.New(Samples.Now)),
        CreditsReserved = 79228162514264337593543950335m,
        CreditsCharged = 0.1000000000000000000000000001m,
        Failure = new TaskFailure("service_error", "内部错误 \"<&>\"", true) { ProviderCode = "E_1", ProviderMessage = "上游", Detail = "x" },
        Video = new StoredVideo("1.mp4", 5_000_000_000, new string('a', 64)),
        MoreVideos = [new StoredVideo("2.mp4", 1, "b"), new StoredVideo("3.mp4", 2, "c")],
        LastFrame = new StoredPicture("last.png", 3, "d"),
        VideoDeletedAt = Samples.Now.AddHours(2),
        RecoveredAt = Samples.Now.AddHours(1),
        Upload = new UploadOrigin("uploads", "studio/größe.job.json", "0x8D4BCC2E4835CD0", 49),
        CompletedAt = Samples.Now.AddHours(1),
        History = [new TaskTransition(Samples.Now, TaskState.Pending, TaskStage.Queued, "accepted 失败")],
    };

    [Fact]
    public async Task Every_member_of_a_full_and_of_a_new_record_comes_back()
    {
        var members = typeof(TaskRecord).GetProperties().Where(member => member.CanWrite && member.Name != nameof(TaskRecord.ETag));
        Assert.DoesNotContain(members, member => member.GetValue(Full) is null or 0 or false or SubmissionState.None);

        foreach (var record in new[] { Full, Samples.Record }) AssertSame(record, await new FakeService().AddAsync(record));
    }

    [Fact]
    public void What_a_list_reads_is_the_record_without_its_prompt_and_history()
    {
        var row = TaskRecordRow.ToRow(Full);
        foreach (var column in row.Keys.Except(TaskRecordRow.ListedColumns)) row.Remove(column);

        AssertSame(Full with { Request = Full.Request with { Prompt = "" }, History = [] }, TaskRecordRow.FromListedRow(row));
    }

    [Theory]
    [InlineData("界")]
    [InlineData("🦊")]
    [InlineData("\u0001")]
    public void The_longest_prompt_and_the_longest_links_fit_into_columns_of_64_KB(string character)
    {
        var prompt = new StringBuilder().Insert(0, character, 10_000).ToString();

        var row = TaskRecordRow.ToRow(Full with { Request = Full.Request with { Prompt = prompt } });

        Assert.All(row, column => Assert.InRange(
            column.Value is byte[] bytes ? bytes.Length : $"{column.Value}".Length * sizeof(char), 0, 64 * 1024));
        Assert.Equal(prompt, TaskRecordRow.FromRow(row).Request.Prompt);
    }

    [Fact]
    public void A_move_is_noted_and_a_repeated_stage_is_no_transition()
    {
        var record = Samples.Record
            .Move(TaskState.Processing, TaskStage.Waiting, "the provider is at work", Samples.Now)
            .Move(TaskState.Processing, TaskStage.Waiting, "again", Samples.Now.AddMinutes(1));

        Assert.Equal([new TaskTransition(Samples.Now, TaskState.Processing, TaskStage.Waiting, "the provider is at work")], record.History);
        Assert.Equal((TaskStage.Waiting, Samples.Now.AddMinutes(1)), (record.Stage, record.UpdatedAt));
    }

    [Theory]
    [InlineData(TaskState.Completed, TaskState.Failed)]
    [InlineData(TaskState.Failed, TaskState.Completed)]
    [InlineData(TaskState.Cancelled, TaskState.Pending)]
    public void A_terminal_state_is_final(TaskState ended, TaskState other)
    {
        var record = Samples.Record.Move(ended, TaskStage.Done, "over", Samples.Now);

        Assert.Throws<InvalidOperationException>(() => record.Move(other, TaskStage.Waiting, "again", Samples.Now));
    }

    private static string[] Urls(int count) => [.. Enumerable.Range(0, count).Select(Url)];

    private static string Url(int number) => $"https://media.example.com/{number}?a=1&b='2'+3&sig=".PadRight(2048, '&');

    private static void AssertSame(TaskRecord expected, TaskRecord actual)
        => Assert.Equal(
            JsonSerializer.Serialize(expected with { ETag = default }), JsonSerializer.Serialize(actual with { ETag = default }));
}
