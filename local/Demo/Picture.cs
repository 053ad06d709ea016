using Seedance.Launch;
using Seedance.Requests;

namespace Seedance.Demo;

/// <summary>The picture to upload.</summary>
internal sealed record Picture(string Name, byte[] Bytes)
{
    private const string Container = "uploads";

    /// <exception cref="DemoException">There is no such file, or it is no picture.</exception>
    public static async Task<Picture> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var bytes = await File.ReadAllBytesAsync(path, cancellationToken);
            return ImageHead.Read(bytes, bytes.LongLength) switch
            {
                ImageResult.Recognised image => new Picture(NameOf(path, image.Format), bytes),
                ImageResult.NotAnImage other => throw new DemoException($"{path} cannot be uploaded: {other.Reason}", 2),
                _ => throw new DemoException($"{path} cannot be uploaded: its size cannot be read.", 2),
            };
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DemoException($"There is no file {path}.", 2);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DemoException($"{path} cannot be read: {exception.Message}", 2);
        }
    }

    /// <summary>Puts it into the folder of the demo's client, with the wishes of the command line as metadata.</summary>
    public async Task<UploadedBlob> UploadAsync(LocalCloud cloud, DemoArguments arguments, CancellationToken cancellationToken)
    {
        List<(string Name, string Value)> metadata = [("prompt", Uri.EscapeDataString(arguments.Prompt))];
        if (arguments.Model is { } model) metadata.Add(("model", Uri.EscapeDataString(model)));
        if (arguments.Duration is { } duration)
            metadata.Add(("duration", $"{duration}"));

        var container = await UploadContainer.OpenAsync(cloud.Azurite.ConnectionString, Container, cancellationToken);
        return await container.PutAsync($"{cloud.App.Settings.Client.Name}/{Name}", Bytes, metadata, cancellationToken);
    }

    // What the app makes of a blob is in its extension.
    private static string NameOf(string path, ImageFormat format)
    {
        var (name, extension) = (Path.GetFileName(path), Path.GetExtension(path).ToLowerInvariant());
        var fits = format switch
        {
            ImageFormat.Jpeg => extension is ".jpg" or ".jpeg",
            ImageFormat.Png => extension == ".png",
            _ => extension == ".webp",
        };
        return fits ? name : $"{name}.{format.ToString().ToLowerInvariant()}";
    }
}
