using System.Buffers.Binary;
using System.Net;
using System.Text;
using Azure.Core.Pipeline;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Seedance.Emulator.Tests.Blobs;

/// <summary>Azurite takes no CRC-64; what the blob client sends through this repository's System.IO.Hashing is read off the request.</summary>
public sealed class ChecksumTests
{
    // CRC-64/NVME of the nine digits, as catalogued; Azure Storage sends it with the low byte first.
    private const ulong Crc64OfDigits = 0xAE8B14860A799888;

    [Fact]
    public async Task An_upload_carries_the_crc64_of_its_content()
    {
        using var service = new RecordingService();
        var blob = new BlobClient(
            new Uri("http://blobs.invalid/container/blob"),
            new BlobClientOptions { Transport = new HttpClientTransport(new HttpClient(service)) });

        await blob.UploadAsync(new MemoryStream(Encoding.ASCII.GetBytes("123456789")), new BlobUploadOptions
        {
            TransferValidation = new UploadTransferValidationOptions { ChecksumAlgorithm = StorageChecksumAlgorithm.StorageCrc64 },
        });

        Assert.Equal(Crc64OfDigits, BinaryPrimitives.ReadUInt64LittleEndian(Convert.FromBase64String(service.Crc64!)));
    }

    private sealed class RecordingService : HttpMessageHandler
    {
        public string? Crc64 { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Crc64 = request.Headers.GetValues("x-ms-content-crc64").Single();
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.Created)
            {
                RequestMessage = request,
                Content = new ByteArrayContent([]) { Headers = { LastModified = DateTimeOffset.UnixEpoch } },
                Headers = { ETag = new("\"1\"") },
            });
        }
    }
}
