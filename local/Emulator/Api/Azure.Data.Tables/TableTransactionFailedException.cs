using System.Globalization;

namespace Azure.Data.Tables;

public class TableTransactionFailedException(RequestFailedException requestFailedException) : RequestFailedException(
    requestFailedException.Status, requestFailedException.Message, requestFailedException.ErrorCode, requestFailedException.InnerException)
{
    /// <summary>The service puts the failed operation's index before its message: "2:The specified entity already exists."</summary>
    public int? FailedTransactionActionIndex { get; } =
        requestFailedException.Message.IndexOf(':', StringComparison.Ordinal) is var colon and > 0
        && int.TryParse(requestFailedException.Message.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? index
            : null;
}
