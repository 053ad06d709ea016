using System.Net;
using Azure;
using Seedance.Functions.Tests.Doubles;

namespace Seedance.Functions.Tests.Admission;

public class BatchAdmissionTests : AdmissionTest
{
    public BatchAdmissionTests() => DailyCredits = 50 * Price;

    [Fact]
    public async Task One_key_makes_one_batch_however_many_calls_have_it()
    {
        var admitted = await AtOnceAsync(10, _ => AdmitBatchAsync(3, "key"));

        Assert.Single(admitted.Select(each => each.Batch!.Id).Distinct());
        Assert.Single(admitted.Select(each => string.Join(' ', each.Tasks.Select(task => task.Id))).Distinct());
        Assert.Equal(9, admitted.Count(each => each.Replayed));
        Assert.Equal((1, 3 * Price), (Orchestrations.ScheduledBatches.Count, Used));
        // Three records, their marks, and the batch.
        Assert.Equal(7, Service.Table.Rows.Count());
    }

    [Fact]
    public async Task A_key_is_for_one_batch_and_for_nothing_else()
    {
        await AdmitBatchAsync(2, "key");

        foreach (var other in new[] { AdmitBatchAsync(3, "key"), AdmitBatchAsync(2, "key", concurrency: 1), AdmitAsync(key: "key") })
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await RefusedAsync(other)).Status);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Storage_that_fails_in_between_leaves_nothing_that_costs_money(int transaction)
    {
        // Of 45 tasks there are three transactions of records and one of the batch; the response to one of them is lost.
        var count = 0;
        Service.Table.AfterTransaction = After;

        await Assert.ThrowsAsync<RequestFailedException>(() => AdmitBatchAsync(45));

        Assert.Empty(Service.Table.Rows);
        Assert.Equal((0, 0), (Orchestrations.ScheduledBatches.Count, Used));

        void After()
        {
            if (++count == transaction) throw new RequestFailedException(500, "The response was lost.");
            Service.Table.AfterTransaction = After;
        }
    }

    [Fact]
    public async Task A_batch_that_could_not_be_started_exists_and_is_left_to_the_sweep()
    {
        Orchestrations.OnSchedule = () => throw new InvalidOperationException("The task hub is out of reach.");

        var batch = (await AdmitBatchAsync(2)).Batch!;

        Assert.NotNull(await Service.Batches.FindAsync(Samples.Client, batch.Id, CancellationToken.None));
        Assert.Equal(2, (await Service.Records.FindOpenAsync(Samples.Client, 10, CancellationToken.None)).Count);
    }

    [Fact]
    public async Task What_a_slower_call_with_the_key_has_recorded_is_not_of_the_batch()
    {
        var admitted = await AdmitBatchAsync(3);
        for (var i = 0; i < 20; i++) await Service.AddAsync(Samples.Record with { Id = TaskId.New(Samples.Now), BatchId = admitted.Batch!.Id });

        var tasks = await Service.Batches.ReadTasksAsync(admitted.Batch!, CancellationToken.None);

        Assert.Equal(admitted.Tasks.Select(task => task.Id), tasks.Select(task => task.Id));
    }
}
