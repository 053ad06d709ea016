namespace Seedance.Tests.Security;

public sealed class CallbackUrlTests
{
    private static readonly OutboundRules PublicOnly = new(AllowPrivateNetworks: false);

    [Fact]
    public void A_public_https_URL_is_accepted() => AssertEach(true, PublicOnly,
        "https://example.com/hook", "https://example.com:443/hook?x=1#y", "https://sub.example.co.uk", "https://172.32.0.1",
        "https://8.8.8.8/x", "https://[2606:4700:4700::1111]/", "https://例え.jp/x", "https://my_host.example.com/x",
        "HTTPS://EXAMPLE.COM./x", "https://example.com/@someone", "https://example.com/".PadRight(2048, 'a'));

    [Fact]
    public void Anything_else_and_internal_hosts_in_every_notation_are_refused() => AssertEach(false, PublicOnly,
        "http://example.com/x", "https://example.com:8443/x", "javascript:alert(1)", "file:///etc/passwd", "//example.com/x", "/x", "",
        "https:///x", "https://exam ple.com/", "https://example.com/a b", " https://example.com/", "https://example.com\\@10.0.0.1/",
        "https://999.999.999.999/", "https://user:p@x.com/", "https://user@x.com/", "https://@x.com/",
        "https://example.com/".PadRight(2049, 'a'),
        "https://localhost/x", "https://LOCALHOST./x", "https://app.localhost/x", "https://intranet/x", "https://printer.local/x",
        "https://metadata.google.internal/x", "https://127.0.0.1", "https://127.0.0.1.", "https://127.1/", "https://0/", "https://10.0.0.5",
        "https://192.168.1.1", "https://169.254.169.254/latest/meta-data", "https://168.63.129.16/", "https://[::1]/", "https://[::]/",
        "https://[fd00::1]/", "https://[fe80::1%25eth0]/", "https://[::ffff:10.0.0.1]/", "https://[64:ff9b::10.0.0.1]/",
        "https://0x7f000001/", "https://0x7f.1/", "https://0177.0.0.1/", "https://2130706433/", "https://127。0。0。1/",
        "https://１２７.0.0.1/", "https://⑯⑨.254.169.254/");

    [Fact]
    public void Private_networks_and_other_ports_can_be_allowed()
    {
        var anywhere = new OutboundRules(AllowPrivateNetworks: true);
        AssertEach(true, anywhere, "http://localhost:5000/x", "http://127.0.0.1:5000/x", "https://intranet/x");
        AssertEach(false, anywhere, "ftp://localhost/x", "http://user@localhost/x");
        var ports = new OutboundRules(false, new HashSet<int> { 443, 8443 });
        AssertEach(true, ports, "https://example.com:8443/x");
        AssertEach(false, ports, "https://example.com:8444/x");
    }

    private static void AssertEach(bool accepted, OutboundRules rules, params string[] urls)
        => Assert.All(urls, url => Assert.Equal(accepted, CallbackUrl.TryParse(url, rules, out _)));
}
