using System.Net;
using System.Net.Http.Headers;

namespace Seedance.Providers;

/// <summary>
/// The body of a submit, which knows whether any of it was ever asked for. Until then no provider can have understood the
/// request, however the attempt ended; that is what makes it safe to repeat.
/// </summary>
internal sealed class SubmitContent : ByteArrayContent
{
    private volatile bool _begun;

    public SubmitContent(byte[] json)
        : base(json) => Headers.ContentType = new MediaTypeHeaderValue("application/json");

    public bool Begun => _begun;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        _begun = true;
        return base.SerializeToStreamAsync(stream, context);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _begun = true;
        return base.SerializeToStreamAsync(stream, context, cancellationToken);
    }

    protected override void SerializeToStream(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _begun = true;
        base.SerializeToStream(stream, context, cancellationToken);
    }
}
