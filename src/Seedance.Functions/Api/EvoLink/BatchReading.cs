namespace Seedance.Functions.Api;

/// <summary>A batch as it was read and validated as a whole.</summary>
/// <param name="Requests">The requests in their order; complete only if there is no violation.</param>
/// <param name="Concurrency">How many may be under way at once.</param>
/// <param name="Violations">Every reason against it, of every request; empty when it is valid.</param>
/// <param name="Warnings">Remarks that do not stop it.</param>
internal sealed record BatchReading(
    IReadOnlyList<VideoRequest> Requests, int Concurrency, IReadOnlyList<RequestViolation> Violations, IReadOnlyList<string> Warnings)
{
    /// <summary>Reads a body. Any bytes at all give an answer.</summary>
    public static BatchReading Of(RequestReader reader, ReadOnlyMemory<byte> json)
    {
        var body = BatchBody.Parse(json);
        var requests = new List<VideoRequest>();
        var violations = new List<RequestViolation>(body.Violations);
        var warnings = new List<string>();
        foreach (var (index, item) in body.Items.Index())
        {
            // What is no object was refused already.
            if (item.IsEmpty) continue;
            switch (reader.Read(RequestFormat.EvoLink, item))
            {
                case RequestResult.Accepted accepted:
                    requests.Add(accepted.Request);
                    warnings.AddRange(accepted.Warnings.Select(warning => $"requests[{index}]: {warning}"));
                    break;
                case RequestResult.Refused refused:
                    violations.AddRange(refused.Violations.Select(each => each with
                    {
                        Param = each.Param.Length == 0 ? $"requests[{index}]" : $"requests[{index}].{each.Param}",
                    }));
                    break;
            }
        }
        return new BatchReading(requests, body.MaxAtOnce, violations, warnings);
    }
}
