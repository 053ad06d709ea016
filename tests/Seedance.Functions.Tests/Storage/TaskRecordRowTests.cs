using System.Reflection;
using System.Text;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Storage;

public class TaskRecordRowTests
{
    private const int MaxBytesInAColumn = 64 * 1024;

    private static readonly TaskRecord Maximal = Samples.Record with
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
        Failure = new TaskFailure(FailureCodes.ServiceError, "内部错误 \"<&>\"", true)
        {
            ProviderCode = "E_1",
            ProviderMessage = "上游",
            Detail = "output_audio",
        },
        Video = new StoredVideo("studio/2026/03/01/x.mp4", 5_000_000_000, new string('a', 64)),
        MoreVideos = [new StoredVideo("studio/2026/03/01/x-2.mp4", 1, "b"), new StoredVideo("studio/2026/03/01/x-3.mp4", 2, "c")],
        LastFrame = new StoredPicture("studio/2026/03/01/x-last.png", 3, "d"),
        VideoDeletedAt = Samples.Now.AddHours(2),
        Upload = new UploadOrigin("uploads", "studio/größe.job.json", "0x8D4BCC2E4835CD0", 49),
        CompletedAt = Samples.Now.AddHours(1),
        History =
        [
            new TaskTransition(Samples.Now, TaskState.Pending, TaskStage.Queued, "accepted"),
            new TaskTransition(Samples.Now.AddHours(1), TaskState.Failed, TaskStage.Done, "失败"),
        ],
    };

    [Fact]
    public async Task Every_field_of_a_full_record_comes_back()
    {
        var unset = typeof(TaskRecord).GetProperties().Where(property => property.CanWrite && property.Name != nameof(TaskRecord.ETag))
            .Where(property => property.GetValue(Maximal) is null or 0 or false or SubmissionState.None);
        Assert.Empty(unset);

        var read = await new FakeService().AddAsync(Maximal);

        AssertSame(Maximal, read);
        Assert.NotEqual(default, read.ETag);
    }

    [Fact]
    public async Task A_new_record_comes_back_without_inventing_anything() => AssertSame(Samples.Record, await new FakeService().AddAsync(Samples.Record));

    [Fact]
    public void What_a_list_reads_is_the_record_without_its_prompt_and_history()
    {
        var row = TaskRecordRow.ToRow(Maximal);
        foreach (var column in row.Keys.Except(TaskRecordRow.ListedColumns)) row.Remove(column);

        AssertSame(Maximal with { Request = Maximal.Request with { Prompt = "" }, History = [] }, TaskRecordRow.FromListedRow(row));
    }

    [Theory]
    [InlineData("界")]
    [InlineData("🦊")]
    [InlineData("é")]
    [InlineData("\"")]
    [InlineData("\u0001")]
    public void The_longest_prompt_and_the_longest_links_fit_into_the_columns(string character)
    {
        var prompt = new StringBuilder().Insert(0, character, 10_000).ToString();
        var record = Maximal with { Request = Maximal.Request with { Prompt = prompt } };

        var row = TaskRecordRow.ToRow(record);

        Assert.All(row, column => Assert.InRange(column.Value is byte[] bytes ? bytes.Length : 0, 0, MaxBytesInAColumn));
        Assert.All(row, column => Assert.InRange(column.Value is string text ? text.Length * sizeof(char) : 0, 0, MaxBytesInAColumn));
        Assert.Equal(prompt, TaskRecordRow.FromRow(row).Request.Prompt);
    }

    private static string[] Urls(int count) => [.. Enumerable.Range(0, count).Select(Url)];

    private static string Url(int number)
    {
        var start = $"https://media.example.com/{number}?a=1&b='2'+3&sig=";
        return start + new string('&', 2048 - start.Length);
    }

    private static void AssertSame(TaskRecord expected, TaskRecord actual)
    {
        foreach (var property in typeof(TaskRecord).GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.Name is nameof(TaskRecord.ETag) or nameof(TaskRecord.Request)) continue;
            Assert.Equal(property.GetValue(expected), property.GetValue(actual));
        }
        foreach (var property in expected.Request.GetType().GetProperties())
        {
            Assert.Equal(property.GetValue(expected.Request), property.GetValue(actual.Request));
        }
    }
}
