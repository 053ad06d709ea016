using Seedance.Capabilities;

namespace Seedance.Tests.Capabilities;

public sealed class CapabilityTableTests
{
    [Fact]
    public void Every_row_is_found_and_offers_its_own_defaults()
    {
        Assert.Equal(11, CapabilityTable.All.Count);
        Assert.All(CapabilityTable.All, row =>
        {
            Assert.Same(row, CapabilityTable.Find(row.Provider, row.Model));
            Assert.Contains(row.DefaultDuration, row.Durations);
            Assert.Contains("720p", row.Resolutions);
            Assert.Contains("16:9", row.AspectRatios);
            Assert.Contains("1:1", row.AspectRatios);
        });
    }

    [Fact]
    public void The_alias_is_no_row() => Assert.Null(CapabilityTable.Find(ProviderNames.EvoLink, ModelIds.Alias));
}
