using Seedance.Functions.Options;

namespace Seedance.Functions.Admission;

/// <summary>
/// Callbacks of clients without a secret are sent all the same, as both providers send theirs; whoever asks for one is told that
/// nobody will be able to tell it from a forgery.
/// </summary>
internal static class UnsignedCallback
{
    public static IReadOnlyList<string> AddTo(
        IReadOnlyList<string> warnings, ClientDirectory clients, Client client, IEnumerable<VideoRequest> requests)
        => requests.Any(request => request.CallbackUrl is not null) && clients.CallbackSecretsOf(client.Name).Count == 0
            ? [.. warnings, $"callback_url: what is sent there is not signed, since the client '{client.Name}' has no callback secret."]
            : warnings;
}
