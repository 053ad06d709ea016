using System.Diagnostics.CodeAnalysis;

namespace Seedance.Emulator.Tests;

[CollectionDefinition(nameof(AzuriteCollection))]
[SuppressMessage("Naming", "CA1711", Justification = "A collection in xunit's sense: the tests that share one Azurite.")]
public sealed class AzuriteCollection : ICollectionFixture<AzuriteFixture>;
