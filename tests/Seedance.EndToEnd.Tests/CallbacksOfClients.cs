using System.Security.Cryptography;
using System.Text;
using Seedance.EndToEnd.Tests.Calling;
using Seedance.EndToEnd.Tests.Running;

namespace Seedance.EndToEnd.Tests;

/// <summary>Callbacks as a client's settings have them.</summary>
public sealed class CallbacksOfClients
{
    private const string Previous = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    [OwnAppFact]
    public async Task A_client_with_an_address_of_its_own_is_told_there_and_signed_under_both_secrets_while_it_changes_them()
    {
        await using var caller = await CallbackListener.StartAsync();
        await using var elsewhere = await CallbackListener.StartAsync();
        await using var app = await OwnApp.StartAsync("callbacks", webhooks: false, webhookPollSeconds: 1, new Dictionary<string, string>
        {
            [$"Seedance__Clients__{Callers.Alpha.Name}__CallbackUrl"] = caller.Url.AbsoluteUri,
            [$"Seedance__Clients__{Callers.Alpha.Name}__CallbackSecretPrevious"] = Previous,
        });

        var id = await app.Service.CreateAsync(new Ask(Ask.EvoLink));
        var other = await app.Service.CreateAsync(new Ask(Ask.EvoLink) { CallbackUrl = elsewhere.Url });

        var delivery = Assert.Single(await caller.DeliveredAsync(1));
        delivery.AssertGenuine();
        Assert.Equal(id, delivery.Json.GetProperty("id").GetString());
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{delivery.Id}.{delivery.Timestamp}."), .. delivery.Body];
        var secret = Convert.FromBase64String(Previous["whsec_".Length..]);
        Assert.Equal($"v1,{Convert.ToBase64String(HMACSHA256.HashData(secret, signed))}", delivery.Signature.Split(' ')[1]);
        Assert.Equal(2, delivery.Signature.Split(' ').Length);
        Assert.Equal(other, Assert.Single(await elsewhere.DeliveredAsync(1)).Json.GetProperty("id").GetString());
        Assert.Single(caller.Deliveries);
    }
}
