using Azure.Core;
using Azure.Core.Pipeline;

namespace Seedance.Emulator.Tables;

/// <summary>
/// Signs each try with SharedKeyLite: date and canonicalized resource. The resource is the account's name before the path as it is
/// sent, and so the account appears twice where the path itself begins with it (Azurite).
/// </summary>
internal sealed class SharedKeyPolicy(TableAccount account) : HttpPipelineSynchronousPolicy
{
    public override void OnSendingRequest(HttpMessage message)
    {
        var date = TimeProvider.System.GetUtcNow().ToString("R");
        var signature = account.Credential.Sign($"{date}\n/{account.Name}{message.Request.Uri.ToUri().AbsolutePath}");
        message.Request.Headers.SetValue("x-ms-date", date);
        message.Request.Headers.SetValue("Authorization", $"SharedKeyLite {account.Name}:{signature}");
    }
}
