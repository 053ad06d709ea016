using Xunit.Abstractions;

namespace Seedance.Tests.Fuzz;

/// <summary>
/// Generated bodies. The long run is a command:
/// <c>SEEDANCE_FUZZ_BODIES=100000 dotnet test tests/Seedance.Tests --filter FullyQualifiedName~Fuzz</c>;
/// <c>SEEDANCE_FUZZ_SEED</c> makes another set. Body number n of a seed is the same on every machine.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private static readonly DateTimeOffset Now = new(2026, 10, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly int Bodies = Setting("SEEDANCE_FUZZ_BODIES", 8_000);
    private static readonly int Seed = Setting("SEEDANCE_FUZZ_SEED", 20260210);

    [Fact]
    public void Every_body_is_refused_with_reasons_or_can_be_priced_and_sent()
    {
        var prices = new PriceBook();
        var (accepted, kinds) = (0, new HashSet<string>());
        for (var number = 0; number < Bodies; number++)
        {
            // Neighbouring seeds of Random give similar sequences.
            var body = new BodyGenerator(new Random(unchecked((int)((((uint)number + 1) * 2654435761u) ^ (uint)Seed)))).Next();
            kinds.Add(body.Kind);
            try
            {
                accepted += Check(body, prices) ? 1 : 0;
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"Body {number} of seed {Seed}: {body}", failure);
            }
        }
        output.WriteLine($"{Bodies} bodies of seed {Seed}, {accepted} accepted");
        Assert.InRange(accepted, Bodies / 10, Bodies);
        Assert.Equal(6, kinds.Count);
    }

    private static bool Check(FuzzBody body, PriceBook prices)
    {
        var result = new RequestReader(body.Rules).Read(body.Format, body.Bytes);
        if (result is RequestResult.Refused refused)
        {
            Assert.InRange(refused.Violations.Count, 1, 100);
            Assert.All(refused.Violations, violation => Assert.InRange(violation.Message.Length, 1, 600));
            return false;
        }
        var request = Assert.IsType<RequestResult.Accepted>(result).Request;
        Assert.Equal(64, RequestFingerprint.Of(request).Length);
        Assert.False(prices.Price(request, Now).IsUnknown);
        var provider = new StubProvider(200, "").Client(request.Provider == ProviderNames.SeedanceApi);
        Assert.NotEmpty(provider.Payload(StubProvider.Submission(request)));
        return true;
    }

    private static int Setting(string name, int otherwise)
        => Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
