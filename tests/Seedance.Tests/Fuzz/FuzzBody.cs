using System.Text;
using Seedance.Requests;

namespace Seedance.Tests.Fuzz;

// IsPlain: well-formed JSON whose URLs come from the pools; what the rules say of it is exact in both directions.
internal sealed record FuzzBody(FrontDoor Door, RequestRules Rules, byte[] Bytes, bool IsPlain, string Kind)
{
    public override string ToString() =>
        $"{Kind}, {Door}, {Convert.ToBase64String(Bytes)}{Environment.NewLine}{Encoding.UTF8.GetString(Bytes)}";
}
