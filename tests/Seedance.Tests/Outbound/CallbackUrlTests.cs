using Seedance.Outbound;

namespace Seedance.Tests.Outbound;

public sealed class CallbackUrlTests
{
    private static readonly OutboundRules Public = new(AllowPrivateNetworks: false);

    [Theory]
    [InlineData("https://example.com/hook")]
    [InlineData("https://example.com:443/hook?x=1#y")]
    [InlineData("https://sub.example.co.uk")]
    [InlineData("https://172.32.0.1")]
    [InlineData("https://8.8.8.8/x")]
    [InlineData("https://[2606:4700:4700::1111]/")]
    [InlineData("https://例え.jp/x")]
    [InlineData("https://my_host.example.com/x")]
    [InlineData("HTTPS://EXAMPLE.COM./x")]
    [InlineData("https://example.com/@someone")]
    public void A_public_https_URL_is_taken(string url) => Assert.True(CallbackUrl.TryParse(url, Public, out _));

    [Theory]
    [InlineData("http://example.com/x")]
    [InlineData("https://localhost/x")]
    [InlineData("https://LOCALHOST./x")]
    [InlineData("https://app.localhost/x")]
    [InlineData("https://intranet/x")]
    [InlineData("https://printer.local/x")]
    [InlineData("https://metadata.google.internal/x")]
    [InlineData("https://127.0.0.1")]
    [InlineData("https://127.0.0.1.")]
    [InlineData("https://127.1/")]
    [InlineData("https://0/")]
    [InlineData("https://10.0.0.5")]
    [InlineData("https://172.16.0.1")]
    [InlineData("https://192.168.1.1")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://168.63.129.16/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://[::]/")]
    [InlineData("https://[fd00::1]/")]
    [InlineData("https://[fe80::1%25eth0]/")]
    [InlineData("https://[::ffff:10.0.0.1]/")]
    [InlineData("https://[64:ff9b::10.0.0.1]/")]
    [InlineData("https://0x7f000001/")]
    [InlineData("https://0x7f.1/")]
    [InlineData("https://0177.0.0.1/")]
    [InlineData("https://2130706433/")]
    [InlineData("https://127。0。0。1/")]
    [InlineData("https://１２７.0.0.1/")]
    [InlineData("https://⑯⑨.254.169.254/")]
    [InlineData("https://999.999.999.999/")]
    [InlineData("https://user:p@x.com/")]
    [InlineData("https://user@x.com/")]
    [InlineData("https://@x.com/")]
    [InlineData("https://example.com:8443/x")]
    [InlineData("https://example.com/a b")]
    [InlineData(" https://example.com/")]
    [InlineData("https://example.com\\@10.0.0.1/")]
    [InlineData("https:///x")]
    [InlineData("https://exam ple.com/")]
    [InlineData("//example.com/x")]
    [InlineData("/x")]
    [InlineData("javascript:alert(1)")]
    [InlineData("file:///etc/passwd")]
    [InlineData("")]
    public void Everything_else_is_refused(string url) => Assert.False(CallbackUrl.TryParse(url, Public, out _));

    [Theory]
    [InlineData(2048, true)]
    [InlineData(2049, false)]
    public void A_URL_may_have_2048_characters(int length, bool accepted) =>
        Assert.Equal(accepted, CallbackUrl.TryParse("https://example.com/".PadRight(length, 'a'), Public, out _));

    [Theory]
    [InlineData("http://localhost:5000/x", true)]
    [InlineData("http://127.0.0.1:5000/x", true)]
    [InlineData("https://intranet/x", true)]
    [InlineData("ftp://localhost/x", false)]
    [InlineData("http://user@localhost/x", false)]
    public void Private_networks_can_be_allowed_for_local_work(string url, bool accepted) =>
        Assert.Equal(accepted, CallbackUrl.TryParse(url, new OutboundRules(AllowPrivateNetworks: true), out _));

    [Fact]
    public void Other_ports_can_be_allowed()
    {
        var rules = new OutboundRules(false, new HashSet<int> { 443, 8443 });

        Assert.True(CallbackUrl.TryParse("https://example.com:8443/x", rules, out _));
        Assert.False(CallbackUrl.TryParse("https://example.com:8444/x", rules, out _));
    }
}
