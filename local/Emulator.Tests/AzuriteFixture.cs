using Seedance.Launch;

namespace Seedance.Emulator.Tests;

/// <summary>One Azurite for all tests that need storage; <c>SEEDANCE_E2E_STORAGE</c> points at another one.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private AzuriteProcess? _azurite;

    public string ConnectionString { get; private set; } = "";

    public static string NewName() => $"t{Guid.NewGuid():N}";

    public async Task InitializeAsync()
    {
        var given = Environment.GetEnvironmentVariable("SEEDANCE_E2E_STORAGE");
        if (string.IsNullOrEmpty(given))
            _azurite = await AzuriteProcess.StartAsync();
        ConnectionString = _azurite?.ConnectionString ?? given!;
    }

    public async Task DisposeAsync()
    {
        if (_azurite is not null)
            await _azurite.DisposeAsync();
    }
}
