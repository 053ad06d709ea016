using Seedance.Demo;

namespace Seedance.Emulator.Tests.Launch;

public sealed class PictureTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("demo-picture");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("photo.png", "photo.png")]
    [InlineData("PHOTO.PNG", "PHOTO.PNG")]
    [InlineData("photo.jpg", "photo.jpg.png")]
    [InlineData("photo", "photo.png")]
    public async Task The_upload_has_the_extension_of_what_is_in_the_file(string file, string name)
    {
        var path = Write(file, [0x89, .. "PNG\r\n"u8, 0x1A, .. "\n\0\0\0\rIHDR"u8, 0, 0, 2, 0, 0, 0, 2, 0, 8, 6, 0, 0, 0]);

        var picture = await Picture.ReadAsync(path, default);

        Assert.Equal(name, picture.Name);
    }

    [Theory]
    [InlineData("text.png", "Only text", "The file is no picture")]
    [InlineData("empty.png", "", "The file is empty")]
    [InlineData("moving.gif", "GIF89a and more of it", "The file is a GIF")]
    public async Task What_is_no_picture_is_said_in_one_line_with_exit_code_2(string file, string content, string reason)
    {
        var path = Write(file, System.Text.Encoding.UTF8.GetBytes(content));

        await AssertRefusedAsync(path, reason);
    }

    [Fact]
    public async Task So_is_a_file_that_does_not_exist()
    {
        await AssertRefusedAsync(Path.Combine(_folder.FullName, "none.png"), "There is no file");
        await AssertRefusedAsync(Path.Combine(_folder.FullName, "no", "folder.png"), "There is no file");
        await AssertRefusedAsync(_folder.FullName, "cannot be read");
    }

    private static async Task AssertRefusedAsync(string path, string reason)
    {
        var refused = await Assert.ThrowsAsync<DemoException>(() => Picture.ReadAsync(path, default));

        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.Contains(path, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
        Assert.Equal(2, refused.ExitCode);
    }

    private string Write(string file, byte[] bytes)
    {
        var path = Path.Combine(_folder.FullName, file);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
