using Seedance.Functions.Options;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Uploads;

/// <summary>
/// Finds wrong settings of uploads at start. Defaults follow the same rules as requests, so that a wrong one does not wait for the first
/// picture.
/// </summary>
public sealed class UploadOptionsValidator : IValidateOptions<SeedanceOptions>
{
    private const string Key = "Seedance__Uploads__";

    // For what a picture brings.
    private static readonly UploadDefaults Trial = new() { Prompt = "-" };
    private static readonly string[] TrialPicture = ["https://example.com/picture.png"];

    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, SeedanceOptions options)
    {
        var uploads = options.Uploads;
        var wrong = uploads.Folders.Keys.Where(folder => folder.Contains('/', StringComparison.Ordinal) || !UploadName.TryParse(folder, out _))
            .Select(folder => $"{Key}Folders__{folder} is not the name of one folder.").ToList();
        if (uploads.Container == options.Videos.Container)
        {
            wrong.Add($"{Key}Container must not be the container of finished videos, Seedance__Videos__Container.");
        }
        // Without a provider nothing says which rules apply; SeedanceOptionsValidator reports that.
        if (ProviderNames.IsKnown(options.Provider))
        {
            var reader = new RequestReader(options.RequestRules);
            wrong.AddRange(Wrong(reader, (Key, uploads)));
            wrong.AddRange(uploads.Folders.SelectMany(each => Wrong(reader, ($"{Key}Folders__{each.Key}__", each.Value), (Key, uploads))));
        }
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong.Distinct());
    }

    private static IEnumerable<string> Wrong(RequestReader reader, params (string Key, UploadDefaults Defaults)[] levels)
    {
        var (body, _) = PictureBody.Write(TrialPicture, [], sidecar: null, [.. levels.Select(level => level.Defaults), Trial], []);
        if (reader.Read(RequestFormat.EvoLink, body) is not RequestResult.Refused refused) yield break;
        foreach (var violation in refused.Violations)
        {
            var level = levels.FirstOrDefault(level => PictureBody.SettingOf(level.Defaults, violation.Param) is not null, levels[^1]);
            var setting = PictureBody.Members.GetValueOrDefault(violation.Param)?.Name ?? nameof(UploadDefaults.Model);
            yield return $"{level.Key}{setting}: {violation.Message}";
        }
    }
}
