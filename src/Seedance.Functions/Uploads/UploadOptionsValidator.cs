using Seedance.Functions.Options;
using Seedance.Functions.Storage;

namespace Seedance.Functions.Uploads;

/// <summary>
/// Finds wrong settings of uploads at start. Defaults are held against the same rules as requests, so that a wrong one does not
/// wait for the first picture.
/// </summary>
public sealed class UploadOptionsValidator : IValidateOptions<SeedanceOptions>
{
    private const string Key = "Seedance__Uploads__";

    // Stands in for what a picture brings along.
    private static readonly UploadDefaults Trial = new() { Prompt = "-" };
    private static readonly string[] TrialPicture = ["https://example.com/picture.png"];

    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, SeedanceOptions options)
    {
        var wrong = Names(options).Concat(Defaults(options)).Distinct().ToList();
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    private static IEnumerable<string> Names(SeedanceOptions options)
    {
        if (options.Uploads.Container == options.Videos.Container)
        {
            yield return $"{Key}Container must not be the container of finished videos, Seedance__Videos__Container.";
        }
        foreach (var folder in options.Uploads.Folders.Keys)
        {
            if (!UploadName.TryParse(folder, out _) || folder.Contains('/', StringComparison.Ordinal))
            {
                yield return $"{Key}Folders__{folder} is not the name of one folder.";
            }
        }
    }

    private static IEnumerable<string> Defaults(SeedanceOptions options)
    {
        // Without a provider nothing says which rules apply; that is wrong by itself, and said elsewhere.
        if (!ProviderNames.IsKnown(options.Provider)) yield break;
        var reader = new RequestReader(options.RequestRules);
        var uploads = options.Uploads;
        foreach (var wrong in Defaults(reader, [(Key, uploads)])) yield return wrong;
        foreach (var (folder, defaults) in uploads.Folders)
        {
            foreach (var wrong in Defaults(reader, [($"{Key}Folders__{folder}__", defaults), (Key, uploads)])) yield return wrong;
        }
    }

    private static IEnumerable<string> Defaults(RequestReader reader, IReadOnlyList<(string Key, UploadDefaults Defaults)> levels)
    {
        var body = new PictureBody([], sidecar: null, [.. levels.Select(level => level.Defaults), Trial]);
        if (reader.Read(RequestFormat.EvoLink, body.Write(TrialPicture)) is not RequestResult.Refused refused) yield break;
        foreach (var violation in refused.Violations)
        {
            // The settings are named as the members are, in the spelling of their kind.
            var setting = violation.Param.Replace("_", "", StringComparison.Ordinal);
            var level = levels.FirstOrDefault(level => PictureBody.SettingOf(level.Defaults, violation.Param) is not null, levels[^1]);
            var property = typeof(UploadDefaults).GetProperties().FirstOrDefault(
                property => string.Equals(property.Name, setting, StringComparison.OrdinalIgnoreCase));
            yield return $"{level.Key}{property?.Name ?? nameof(UploadDefaults.Model)}: {violation.Message}";
        }
    }
}
