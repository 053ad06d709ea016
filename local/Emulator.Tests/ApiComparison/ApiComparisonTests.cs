using Azure.Data.Tables;

namespace Seedance.Emulator.Tests.ApiComparison;

/// <summary>
/// The emulator declares types in Microsoft's namespaces. What compiles against it must compile against the real packages, and so
/// every public or protected type and member of it must exist there, alike in all that a caller or a subclass can see.
/// </summary>
public sealed class ApiComparisonTests
{
    private static readonly ApiListing Listing = ApiListing.Read();

    [Fact]
    public void Every_type_and_member_in_Microsofts_namespaces_is_as_in_the_real_packages()
    {
        var types = StandIns();

        var differences = Listing.Differences(types);

        Assert.True(types.Count >= 20, $"Only {types.Count} types are compared.");
        Assert.True(differences.Count == 0, $"{differences.Count} differences:\n\n{string.Join("\n\n", differences)}\n");
    }

    [Theory]
    [InlineData("M:Azure.Data.Tables.TableClient.AddEntityAsync``1(``0,System.Threading.CancellationToken)", "virtual ", "")]
    [InlineData("M:Azure.Data.Tables.TableClient.AddEntityAsync``1(``0,System.Threading.CancellationToken)", "cancellationToken?", "cancellationToken")]
    [InlineData("M:Azure.Data.Tables.TableClient.AddEntityAsync``1(``0,System.Threading.CancellationToken)", "(entity", "(item")]
    [InlineData("M:Azure.Data.Tables.TableClient.AddEntityAsync``1(``0,System.Threading.CancellationToken)", "Task{Azure.Response}", "Task")]
    [InlineData("M:Azure.Data.Tables.TableClient.#ctor", "protected ", "")]
    [InlineData("M:Azure.Data.Tables.TableClient.CreateQueryFilter(System.FormattableString)", "static ", "")]
    [InlineData("P:Azure.Data.Tables.TableEntity.ETag", "set; ", "")]
    [InlineData("P:Azure.Data.Tables.TableEntity.ETag", "set;", "init;")]
    [InlineData("P:Azure.Data.Tables.ITableEntity.RowKey", "abstract ", "")]
    [InlineData("F:Azure.Data.Tables.TableTransactionActionType.Delete", "= 3", "= 4")]
    [InlineData("T:Azure.Data.Tables.TableEntity", "sealed ", "")]
    [InlineData("T:Azure.Data.Tables.TableEntity", "Azure.Data.Tables.ITableEntity, ", "")]
    [InlineData("T:Azure.Data.Tables.TableClient", "class", "class : Azure.Data.Tables.Other")]
    [InlineData("T:Azure.Data.Tables.TableClientOptions", " : Azure.Core.ClientOptions", "")]
    [InlineData("T:Azure.Data.Tables.TableUpdateMode", "enum", "struct")]
    public void An_altered_signature_is_a_difference(string id, string part, string altered)
    {
        var line = Listing.Lines.Single(line => line.Id == id);
        Assert.Contains(part, line.Description, StringComparison.Ordinal);
        var changed = line with { Description = line.Description.Replace(part, altered, StringComparison.Ordinal) };
        var listing = new ApiListing(Listing.Lines.Select(other => other.Id == id ? changed : other));

        var difference = Assert.Single(listing.Differences(StandIns()).Except(Listing.Differences(StandIns())));

        Assert.StartsWith(id, difference, StringComparison.Ordinal);
        Assert.Contains(changed.ToString(), difference, StringComparison.Ordinal);
    }

    [Fact]
    public void A_member_that_the_real_packages_have_not_is_a_difference()
    {
        const string Id = "P:Azure.Data.Tables.TableClient.AccountName";
        var listing = new ApiListing(Listing.Lines.Where(line => line.Id != Id));

        Assert.Contains(listing.Differences(StandIns()), difference => difference.StartsWith(Id, StringComparison.Ordinal));
    }

    [Fact]
    public void What_a_subclass_must_override_in_the_real_packages_it_must_override_here()
    {
        var missing = Listing.MissingAbstractMembers(StandIns());

        Assert.True(missing.Count == 0, string.Join('\n', missing));
    }

    [Fact]
    public void An_abstract_member_that_a_stand_in_lacks_is_named()
    {
        var another = new ApiLine("P:Azure.Data.Tables.ITableEntity.Another", "abstract System.String { get; }");
        var listing = new ApiListing(Listing.Lines.Append(another));

        Assert.Equal([another.ToString()], listing.MissingAbstractMembers(StandIns()));
    }

    [Fact]
    public void Generic_types_extensions_and_arrays_are_written_as_the_listings_write_them()
    {
        var lines = ApiSurface.Of(typeof(Sample<>)).Concat(ApiSurface.Of(typeof(SampleExtensions))).Select(line => line.ToString()).ToList();
        const string Name = "Seedance.Emulator.Tests.ApiComparison.Sample";

        Assert.Contains($"T:{Name}`1 | abstract class : System.IEquatable{{`0}}", lines);
        Assert.Contains($"M:{Name}`1.#ctor | protected ()", lines);
        Assert.Contains($"M:{Name}`1.Find``1(`0,``0@,System.String[]) | protected abstract System.Boolean (value, result, names...)", lines);
        Assert.Contains($"P:{Name}`1.Item(System.Int32) | virtual System.Collections.Generic.IReadOnlyList{{`0}} {{ get; protected set; }}", lines);
        Assert.Contains($"P:{Name}`1.Once | System.Nullable{{System.Int32}} {{ get; init; }}", lines);
        Assert.Contains(
            $"M:{Name}Extensions.First``1({Name}{{``0}},System.Func{{``0,System.Boolean}}) | static ``0 (sample, predicate?) extension", lines);
        Assert.DoesNotContain(lines, line => line.Contains("Hidden", StringComparison.Ordinal));
    }

    private static List<Type> StandIns() => ApiSurface.VisibleTypes(typeof(TableClient).Assembly)
        .Where(type => type.FullName!.StartsWith("Microsoft.", StringComparison.Ordinal) || type.FullName.StartsWith("Azure.", StringComparison.Ordinal))
        .ToList();
}
