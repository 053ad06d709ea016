namespace Seedance.Functions.Tests.Documentation;

public class LinkTests
{
    public static TheoryData<string> Pages => [.. Repository.Pages.Select(page => page.Name)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_relative_link_leads_to_a_file_and_a_heading(string name)
    {
        var page = Repository.Page(name);

        var broken = page.Links.Where(link => !link.Contains("://", StringComparison.Ordinal) && !LeadsSomewhere(page, link)).ToList();

        Assert.True(broken.Count == 0, string.Join(", ", broken));
    }

    [Fact]
    public void Every_page_can_be_reached_from_the_README()
    {
        HashSet<string> reached = [];
        var open = new Queue<MarkdownPage>([Repository.Page("README.md")]);
        while (open.TryDequeue(out var page))
        {
            if (!reached.Add(page.Name)) continue;
            foreach (var link in page.Links)
            {
                var target = TargetOf(page, link);
                if (Repository.Pages.FirstOrDefault(each => each.Path == target) is { } next) open.Enqueue(next);
            }
        }

        Assert.Equal(Repository.Pages.Select(page => page.Name).Order(), reached.Order());
    }

    private static bool LeadsSomewhere(MarkdownPage page, string link)
    {
        var target = TargetOf(page, link);
        if (!File.Exists(target) && !Directory.Exists(target)) return false;
        return !link.Contains('#', StringComparison.Ordinal)
            || new MarkdownPage(target, File.ReadAllText(target)).Anchors.Contains(link[(link.IndexOf('#', StringComparison.Ordinal) + 1)..]);
    }

    private static string TargetOf(MarkdownPage page, string link)
        => link.Split('#')[0] is { Length: > 0 } path ? Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page.Path)!, path)) : page.Path;
}
