using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Activities;

public class CallbackScheduleTests
{
    private const string Task = "task-1772366400-0000000000000000";

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(2, 4)]
    public void The_first_waits_are_EvoLink_s(int waits, int seconds)
        => Assert.Equal(TimeSpan.FromSeconds(seconds), CallbackSchedule.Next(Task, waits, null, Day));

    [Theory]
    [InlineData(3, 1)]
    [InlineData(4, 5)]
    [InlineData(5, 30)]
    [InlineData(6, 120)]
    [InlineData(7, 300)]
    [InlineData(20, 300)]
    public void The_others_are_lengthened_by_up_to_a_fifth_and_differently_for_each_task(int waits, int minutes)
    {
        var seen = Enumerable.Range(0, 1000)
            .Select(_ => CallbackSchedule.Next(TaskId.New(Samples.Now).ToString(), waits, null, Day) / TimeSpan.FromMinutes(minutes))
            .ToList();

        Assert.All(seen, wait => Assert.InRange(wait, 1, 1.2));
        Assert.InRange(seen.Count(wait => wait < 1.1), 400, 600);
        Assert.InRange(seen.Distinct().Count(), 900, 1000);
    }

    [Fact]
    public void A_task_s_waits_are_the_same_in_every_process()
        => Assert.Equal(
            ["00:01:07.8350", "00:05:39.4097", "00:33:57.8649"],
            Enumerable.Range(3, 3).Select(waits => CallbackSchedule.Next(Task, waits, null, Day).ToString()[..13]));

    [Fact]
    public void The_caller_is_left_alone_for_as_long_as_it_asks()
    {
        Assert.Equal(TimeSpan.FromMinutes(2), CallbackSchedule.Next(Task, 0, TimeSpan.FromMinutes(2), Day));
        Assert.Equal(TimeSpan.FromSeconds(4), CallbackSchedule.Next(Task, 2, TimeSpan.FromSeconds(3), Day));
    }

    [Fact]
    public void No_wait_goes_beyond_the_end()
    {
        Assert.Equal(TimeSpan.FromMinutes(3), CallbackSchedule.Next(Task, 7, null, TimeSpan.FromMinutes(3)));
        Assert.Equal(TimeSpan.FromMinutes(3), CallbackSchedule.Next(Task, 0, TimeSpan.FromDays(1), TimeSpan.FromMinutes(3)));
        Assert.Equal(TimeSpan.Zero, CallbackSchedule.Next(Task, 7, null, -TimeSpan.FromSeconds(5)));
    }
}
