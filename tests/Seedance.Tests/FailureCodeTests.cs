namespace Seedance.Tests;

public sealed class FailureCodeTests
{
    [Fact]
    public void Every_constant_is_a_code_of_the_table()
    {
        var constants = typeof(FailureCodes).GetFields().Where(field => field.IsLiteral);

        Assert.All(constants.Select(field => (string)field.GetRawConstantValue()!), code => Assert.Equal(code, TaskFailure.Of(code).Code));
        Assert.Throws<ArgumentException>(() => FailureCodes.Describe("nonsense"));
    }

    private const string Retryable = "generation_timeout provider_blocked provider_rate_limited quota_exceeded resource_exhausted "
        + "service_error service_unavailable";

    private const string WrongVideo =
        "video_destination_not_allowed video_empty video_host_not_allowed video_incomplete video_is_web_page video_link_redirected "
        + "video_not_valid video_too_large";

    private const string MayBeCharged =
        "internal_error provider_invalid_response provider_task_lost storage_failed submit_outcome_unknown timed_out_waiting "
        + "video_destination_not_allowed video_download_failed video_download_too_slow video_empty video_host_not_allowed video_incomplete "
        + "video_is_web_page video_link_expired video_link_redirected video_not_valid video_too_large";

    [Theory]
    [InlineData(FailureTraits.Retryable, Retryable)]
    [InlineData(FailureTraits.MayBeCharged, MayBeCharged)]
    [InlineData(FailureTraits.WrongVideo, WrongVideo)]
    [InlineData(FailureTraits.FromProvider | FailureTraits.MayBeCharged, "")]
    public void What_follows_from_a_code_is_in_the_table(FailureTraits traits, string codes) => Assert.Equal(
        codes,
        string.Join(' ', FailureCodes.All.Where(code => FailureCodes.Describe(code).Has(traits)).Order(StringComparer.Ordinal)));
}
