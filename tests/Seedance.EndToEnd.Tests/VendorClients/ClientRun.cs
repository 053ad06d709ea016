namespace Seedance.EndToEnd.Tests.VendorClients;

/// <summary>What a vendor's client has in the end.</summary>
internal sealed record ClientRun(string Task, string Link, long Bytes);
