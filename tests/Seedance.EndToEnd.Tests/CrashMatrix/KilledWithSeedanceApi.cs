using Seedance.EndToEnd.Tests.Calling;

namespace Seedance.EndToEnd.Tests.CrashMatrix;

public sealed class KilledWithSeedanceApi(AppOnWires fixture) : KilledAtEachPoint(fixture, Ask.SeedanceApi), IClassFixture<AppOnWires>;
