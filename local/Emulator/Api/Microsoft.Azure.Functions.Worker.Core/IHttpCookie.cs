namespace Microsoft.Azure.Functions.Worker.Http;

public interface IHttpCookie
{
    string Name { get; }

    string Value { get; }

    string? Domain { get; }

    string? Path { get; }

    DateTimeOffset? Expires { get; }

    double? MaxAge { get; }

    bool? HttpOnly { get; }

    bool? Secure { get; }

    SameSite SameSite { get; }
}
